import type { Anomalies } from "../../api";
import { percent } from "../../components/numbers";

/** Rates of false alarms to choose from, the least first. */
export const RATES = [
  0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2,
] as const;

export const USUAL_RATE = 0.05;

type Judged = Pick<Anomalies, "p_values" | "scores" | "explanations">;

/** One byte a sample: 1 where it raises an alarm at this rate. */
export const alarmsAt = (pValues: readonly number[], rate: number): Uint8Array =>
  Uint8Array.from(pValues, (p) => (p <= rate ? 1 : 0));

export interface Unusual {
  /** Which sample, counted from 0. */
  readonly sample: number;
  readonly pValue: number;
  /** Why, the most surprising column first. */
  readonly reasons: readonly string[];
}

/** A value this much less likely than the likeliest, in nats, is a reason: e² is about seven times. */
const SURPRISING = 2;
const MOST_REASONS = 3;

/** The alarms at this rate, the most unusual first, as far as they have been explained. */
export const ranked = ({ p_values, explanations }: Judged, rate: number): Unusual[] =>
  explanations
    .filter(({ index }) => p_values[index] <= rate)
    .map(({ index, columns }) => ({
      sample: index,
      pValue: p_values[index],
      reasons: columns
        .filter(({ surprise }, i) => i === 0 || surprise > SURPRISING)
        .slice(0, MOST_REASONS)
        .map(({ sentence }) => sentence),
    }));

/** What a rate means, in words. */
export function meaningOf(rate: number, alarms: number, count: number): string {
  const share = rate >= 0.01 ? percent(rate) : `${Number((100 * rate).toPrecision(2))} %`;
  return `At ${share}, ${alarms.toLocaleString("en-GB")} of ${count.toLocaleString("en-GB")} rows raise an alarm.`;
}
