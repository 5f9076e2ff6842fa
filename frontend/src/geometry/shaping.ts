import { cholesky } from "./density";
import type { Matrix } from "./eigen";
import type { Mixture } from "./mixture";
import { conforming, type Structure } from "./structure";

/** No component may be weighed down to nothing: EM could never bring it back. */
export const LEAST_WEIGHT = 0.005;

const replaced = <Item>(items: readonly Item[], at: number, item: Item): Item[] =>
  items.map((old, i) => (i === at ? item : old));

/** Component k with its mean at these values of these columns. */
export function moved<M extends Mixture>(
  mixture: M,
  k: number,
  columns: readonly number[],
  to: readonly number[],
): M {
  const mean = [...mixture.means[k]];
  columns.forEach((column, i) => (mean[column] = to[i]));
  return { ...mixture, means: replaced(mixture.means, k, mean) };
}

/** Component k with this weight; the others share the rest in the ratio that they had. */
export function reweighted<M extends Mixture>(mixture: M, k: number, weight: number): M {
  const total = mixture.weights.reduce((sum, each) => sum + each, 0);
  const others = mixture.weights.length - 1;
  if (others === 0) return mixture;
  const own = Math.min(Math.max(weight, LEAST_WEIGHT), total - others * LEAST_WEIGHT);
  const weights = mixture.weights.map((_, j) => (j === k ? own : LEAST_WEIGHT));
  // Whoever would have less than the least is held there, and the others share what is left.
  let free = weights.map((_, j) => j).filter((j) => j !== k);
  let left = total - own;
  for (;;) {
    const share = left / free.reduce((sum, j) => sum + mixture.weights[j], 0);
    const above = free.filter((j) => mixture.weights[j] * share > LEAST_WEIGHT);
    if (above.length === free.length) {
      for (const j of free) weights[j] = mixture.weights[j] * share;
      break;
    }
    left -= (free.length - above.length) * LEAST_WEIGHT;
    free = above;
  }
  return { ...mixture, weights };
}

/** Component k with this marginal covariance of these columns; how the other columns hang on them goes along. */
export function reshaped<M extends Mixture>(
  mixture: M,
  k: number,
  columns: readonly number[],
  marginal: Matrix,
  structure: Structure,
): M {
  const old = mixture.covariances[k];
  // Where only sizes are free, a column made wider takes the others with it.
  const [[wanted]] = marginal;
  if (columns.length === 1 && structure.shape === "I")
    return resized(mixture, k, Math.sqrt(wanted / old[columns[0]][columns[0]]), structure);
  const turn = between(
    columns.map((i) => columns.map((j) => old[i][j])),
    marginal,
  );
  // T Σ T', where T turns the old marginal into the new one and leaves the other columns alone: still positive definite.
  const half = old.map((row, i) => {
    const at = columns.indexOf(i);
    if (at < 0) return [...row];
    return row.map((_, j) => columns.reduce((sum, column, m) => sum + turn[at][m] * old[column][j], 0));
  });
  const whole = half.map((row) =>
    row.map((value, j) => {
      const at = columns.indexOf(j);
      return at < 0 ? value : columns.reduce((sum, column, m) => sum + turn[at][m] * row[column], 0);
    }),
  );
  return withCovariance(mixture, k, symmetric(whole), structure);
}

/** Component k larger or smaller in every direction, by a factor of its standard deviations. */
export function resized<M extends Mixture>(mixture: M, k: number, factor: number, structure: Structure): M {
  const larger = mixture.covariances[k].map((row) => row.map((value) => value * factor * factor));
  return withCovariance(mixture, k, larger, structure);
}

/** One more component, at this mean, as wide as half of what the others are on average. */
export function withComponent<M extends Mixture>(
  mixture: M,
  mean: readonly number[],
  structure: Structure,
): M {
  const count = mixture.weights.length;
  const total = mixture.weights.reduce((sum, each) => sum + each, 0);
  const covariance = mixture.covariances[0].map((row, i) =>
    row.map((_, j) => {
      const pooled = mixture.covariances.reduce(
        (sum, other, k) => sum + (mixture.weights[k] / total) * other[i][j],
        0,
      );
      return pooled / 4;
    }),
  );
  const covariances = conforming([...mixture.covariances, covariance], 0, structure);
  return {
    ...mixture,
    weights: [...mixture.weights.map((weight) => (weight * count) / (count + 1)), total / (count + 1)],
    means: [...mixture.means, [...mean]],
    covariances,
  };
}

/** The mixture without component k, whose weight the others share in the ratio of their own. */
export function withoutComponent<M extends Mixture>(mixture: M, k: number): M {
  const others = <Item>(items: readonly Item[]) => items.filter((_, j) => j !== k);
  const total = mixture.weights.reduce((sum, each) => sum + each, 0);
  return {
    ...mixture,
    weights: others(mixture.weights).map((weight) => (weight * total) / (total - mixture.weights[k])),
    means: others(mixture.means),
    covariances: others(mixture.covariances),
  };
}

function withCovariance<M extends Mixture>(
  mixture: M,
  k: number,
  covariance: Matrix,
  structure: Structure,
): M {
  const covariances = conforming(replaced(mixture.covariances, k, covariance), k, structure);
  return { ...mixture, covariances };
}

const symmetric = (matrix: Matrix): number[][] =>
  matrix.map((row, i) => row.map((value, j) => (value + matrix[j][i]) / 2));

/** A matrix A with A from A' = to, of one or two columns. */
function between(from: Matrix, to: Matrix): number[][] {
  const before = cholesky(from);
  const after = cholesky(to);
  if (from.length === 1) return [[after[0] / before[0]]];
  const [a, , b, c] = before;
  const inverse = [
    [1 / a, 0],
    [-b / (a * c), 1 / c],
  ];
  return [0, 1].map((i) =>
    [0, 1].map((j) => [0, 1].reduce((sum, m) => sum + after[2 * i + m] * inverse[m][j], 0)),
  );
}
