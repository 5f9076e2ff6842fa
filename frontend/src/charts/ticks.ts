import { scaleLinear } from "d3-scale";
import type { Interval } from "../geometry/points";

export interface Tick {
  readonly value: number;
  readonly text: string;
}

export interface Ticks {
  readonly ticks: readonly Tick[];
  /** What is to be added to every label; null where they stand for themselves. */
  readonly base: string | null;
}

/** Whether so many labels, so far apart in pixels, can all be read. */
export type Fits = (texts: readonly string[], apart: number) => boolean;

type Format = (value: number) => string;

/** How the labels may be written, the plainest first: 1200000, 1.2M, 1.2e+6. */
const WRITINGS = [undefined, "s", "e"] as const;
/** Fewer than these make no axis, so the labels are rather written shorter. */
const LEAST = 3;

/** As many ticks as there is room for, with labels that fit: written shorter, fewer, or counted from a base. */
export function ticksWithin(interval: Interval, pixels: number, room: number, fits: Fits): Ticks {
  const most = Math.max(LEAST, Math.floor(pixels / room));
  const tried = (least: number): Ticks | null => written(interval, pixels, most, least, fits);
  const shown = tried(LEAST);
  if (shown) return shown;
  const base = scaleLinear().domain(interval).ticks(2)[0] ?? interval[0];
  const past = written([interval[0] - base, interval[1] - base], pixels, most, 2, fits);
  if (past && base !== 0)
    return {
      ticks: past.ticks.map(({ value, text }) => ({ value: value + base, text })),
      base: String(base).replace("-", "\u2212"),
    };
  return tried(1) ?? { ticks: [], base: null };
}

function written(interval: Interval, pixels: number, most: number, least: number, fits: Fits): Ticks | null {
  const scale = scaleLinear().domain(interval);
  for (const writing of WRITINGS) {
    for (let count = most; count >= least; count--) {
      const values = scale.ticks(count);
      if (values.length < Math.min(least, 2)) continue;
      const texts = values.map(formatOf(scale, count, writing));
      const apart =
        values.length > 1 ? (pixels * (values[1] - values[0])) / (interval[1] - interval[0]) : pixels;
      if (new Set(texts).size === texts.length && fits(texts, apart))
        return { ticks: values.map((value, i) => ({ value, text: texts[i] })), base: null };
    }
  }
  return null;
}

function formatOf(scale: ReturnType<typeof scaleLinear>, count: number, writing: string | undefined): Format {
  const format = scale.tickFormat(count, writing);
  return (value) => (value === 0 ? "0" : format(value));
}
