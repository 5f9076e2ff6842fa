import type { Mixture } from "../../geometry/mixture";
import type { Selection } from "../../geometry/table";

/** The rows, with one of them repeated until there are so many of it. */
export function repeated(selection: Selection, point: number, copies: number): Selection {
  const { values, count, dimensions, rowNumbers } = selection;
  const row = values.subarray(point * dimensions, (point + 1) * dimensions);
  const all = new Float64Array(values.length + (copies - 1) * dimensions);
  all.set(values);
  for (let copy = 0; copy < copies - 1; copy++) all.set(row, values.length + copy * dimensions);
  const numbers = new Uint32Array(count + copies - 1).fill(rowNumbers[point]);
  numbers.set(rowNumbers);
  return { ...selection, values: all, count: count + copies - 1, rowNumbers: numbers };
}

/** Of a component's variances, the part that a component begins with that is to fall onto one row. */
const NARROW = 1e-4;

/** A mixture with a narrow component more, at this row. */
export function withNarrow(mixture: Mixture, row: readonly number[], weight: number): Mixture {
  const variances = row.map((_, i) => Math.max(...mixture.covariances.map((covariance) => covariance[i][i])));
  return {
    columns: mixture.columns,
    weights: [...mixture.weights.map((other) => other * (1 - weight)), weight],
    means: [...mixture.means, row],
    covariances: [
      ...mixture.covariances,
      row.map((_, i) => row.map((__, j) => (i === j ? NARROW * variances[i] : 0))),
    ],
  };
}
