import type { KeptRun } from "../../session";

export interface ComparedRun {
  readonly kept: KeptRun;
  /** What was fitted, in a few words. */
  readonly what: string;
  /** By how much its BIC is larger than the least. */
  readonly behind: number;
  readonly best: boolean;
}

const SHORT: Record<string, string> = { spherical: "round", diag: "diagonal" };

/** BICs nearer than this differ by rounding: the runs found the same optimum. */
const SAME = 0.005;

/** Runs on the same columns, which alone can be compared by their BIC. */
export function beside(runs: readonly KeptRun[], columns: readonly string[]): ComparedRun[] {
  const comparable = runs.filter(({ run }) => run.selection.columns.join("\n") === columns.join("\n"));
  const least = Math.min(...comparable.map(({ run }) => run.result.bic));
  return comparable.map((kept) => {
    const { weights, covariance_type: structure } = kept.run.result.model;
    const behind = kept.run.result.bic - least;
    const hand = kept.run.byHand ? ", by hand" : "";
    return {
      kept,
      what: `${weights.length} ${SHORT[structure] ?? structure}${hand}`,
      behind,
      best: behind < SAME,
    };
  });
}
