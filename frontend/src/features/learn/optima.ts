import type { Run } from "../../session";

/** Runs that came to rest at the same height. */
export interface Optimum {
  readonly logLikelihood: number;
  /** By how much the best of all is higher. */
  readonly behind: number;
  readonly runs: readonly Run[];
  /** A component sits on a few rows: a height that means little. */
  readonly spurious: boolean;
}

/** Heights nearer than this are one optimum, reached more or less exactly. */
const SAME = 0.05;

const heightOf = (run: Run): number => run.result?.log_likelihood ?? -Infinity;

const isSpurious = (group: readonly Run[]): boolean =>
  group.some(({ result }) => result?.starts.some((start) => start.spurious) ?? false);

/** The optima that runs ended in, the best first, those that mean little last. */
export function optimaOf(runs: readonly Run[]): Optimum[] {
  const groups: Run[][] = [];
  for (const run of runs.toSorted((a, b) => heightOf(b) - heightOf(a))) {
    const group = groups.at(-1);
    if (group && heightOf(group[0]) - heightOf(run) < SAME) group.push(run);
    else groups.push([run]);
  }
  const sound = groups.filter((group) => !isSpurious(group));
  const [leading] = [...sound, ...groups];
  const best = leading ? heightOf(leading[0]) : -Infinity;
  return [...sound, ...groups.filter(isSpurious)].map((group) => ({
    logLikelihood: heightOf(group[0]),
    behind: best - heightOf(group[0]),
    runs: group,
    spurious: isSpurious(group),
  }));
}
