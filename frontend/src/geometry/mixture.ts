/** A Gaussian mixture as the service writes it down: K components in D columns. */
export interface Mixture {
  readonly weights: readonly number[];
  readonly means: readonly (readonly number[])[];
  readonly covariances: readonly (readonly (readonly number[])[])[];
  readonly columns: readonly string[];
}

/** The mixture of only these columns, in this order: Gaussian marginals are read off, not computed. */
export function marginal(mixture: Mixture, columns: readonly number[]): Mixture {
  return {
    weights: mixture.weights,
    means: mixture.means.map((mean) => columns.map((i) => mean[i])),
    covariances: mixture.covariances.map((covariance) =>
      columns.map((i) => columns.map((j) => covariance[i][j])),
    ),
    columns: columns.map((i) => mixture.columns[i]),
  };
}

/** The same mixture with its components renumbered: component j of the answer is component order[j] of the argument. */
export function reordered<M extends Mixture>(mixture: M, order: readonly number[]): M {
  return {
    ...mixture,
    weights: order.map((k) => mixture.weights[k]),
    means: order.map((k) => mixture.means[k]),
    covariances: order.map((k) => mixture.covariances[k]),
  };
}

/**
 * A mixture on the way from one to the other, for motion only. Covariances stay positive definite: the cone is convex.
 * Equal ends come back as they are, so nothing is drawn anew.
 */
export function between(from: Mixture, to: Mixture, share: number): Mixture {
  if (from === to || share >= 1) return to;
  if (share <= 0) return from;
  const mix = (a: number, b: number) => a + share * (b - a);
  return {
    columns: to.columns,
    weights: to.weights.map((weight, k) => mix(from.weights[k], weight)),
    means: to.means.map((mean, k) => mean.map((value, i) => mix(from.means[k][i], value))),
    covariances: to.covariances.map((covariance, k) =>
      covariance.map((row, i) => row.map((value, j) => mix(from.covariances[k][i][j], value))),
    ),
  };
}

/** False as soon as one number is not finite: such a mixture must not reach the screen. */
export function isPaintable(mixture: Mixture): boolean {
  return [mixture.weights, ...mixture.means, ...mixture.covariances.flat()].every((row) =>
    row.every(Number.isFinite),
  );
}
