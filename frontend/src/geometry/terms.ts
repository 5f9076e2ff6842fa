import { logJoints, type Samples } from "./density";
import type { Mixture } from "./mixture";

/** What one component says of one sample, all of the E-step's formula: weight times density, over the sum of all. */
export interface Term {
  readonly weight: number;
  /** Natural logarithms: densities far from a mean are too small for a number. */
  readonly logDensity: number;
  readonly logJoint: number;
  readonly responsibility: number;
}

/** The sample alone. */
export const sampleAt = ({ values, dimensions }: Samples, n: number): Samples => ({
  values: values.subarray(n * dimensions, (n + 1) * dimensions),
  count: 1,
  dimensions,
});

/** log(exp a + exp b + …), without leaving the range of numbers. */
export function logSum(logs: ArrayLike<number>): number {
  let peak = -Infinity;
  for (let i = 0; i < logs.length; i++) peak = Math.max(peak, logs[i]);
  let total = 0;
  for (let i = 0; i < logs.length; i++) total += Math.exp(logs[i] - peak);
  return peak + Math.log(total);
}

/** The terms of sample n, one for each component. */
export function termsAt(mixture: Mixture, samples: Samples, n: number): Term[] {
  const joints = logJoints(mixture, sampleAt(samples, n));
  const total = logSum(joints);
  return mixture.weights.map((weight, k) => ({
    weight,
    logDensity: joints[k] - Math.log(weight),
    logJoint: joints[k],
    responsibility: Math.exp(joints[k] - total),
  }));
}

/** How far a sample is from being shared evenly by its first two components: 0 evenly, 1 not at all. */
export function unevenness(shares: ArrayLike<number>): number {
  let first = 0;
  let second = 0;
  for (let k = 0; k < shares.length; k++) {
    if (shares[k] > first) {
      second = first;
      first = shares[k];
    } else if (shares[k] > second) second = shares[k];
  }
  return first - second + (1 - first - second);
}

/** N_k: for how many samples each component answers, their parts added up. */
export function effectiveCounts(responsibilities: Float32Array, components: number): number[] {
  const counts = Array.from({ length: components }, () => 0);
  responsibilities.forEach((share, at) => {
    counts[at % components] += share;
  });
  return counts;
}
