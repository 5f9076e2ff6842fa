import type { Mixture } from "../../geometry/mixture";

/** Mean and standard deviation of a mixture of one column, all components together. */
export function meanAndSpread({ weights, means, covariances }: Mixture) {
  const mean = weights.reduce((sum, weight, k) => sum + weight * means[k][0], 0);
  const variance = weights.reduce(
    (sum, weight, k) => sum + weight * (covariances[k][0][0] + (means[k][0] - mean) ** 2),
    0,
  );
  return { mean, spread: Math.sqrt(variance) };
}
