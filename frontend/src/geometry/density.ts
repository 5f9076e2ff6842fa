import type { Mixture } from "./mixture";

/** N samples of D numbers, row after row. */
export interface Samples {
  readonly values: Float64Array;
  readonly count: number;
  readonly dimensions: number;
}

/** One component, prepared so that its log-density is a constant minus half a squared length. */
interface PreparedComponent {
  readonly mean: readonly number[];
  /** Lower triangle L of the Cholesky factorisation, row after row, its diagonal inverted: dividing is slow. */
  readonly factor: Float64Array;
  /** log weight - D/2 log 2 pi - log det L. */
  readonly logScale: number;
}

/** Lower triangle L with L L' = covariance, row after row; RangeError where the covariance is not positive definite. */
export function cholesky(covariance: readonly (readonly number[])[]): Float64Array {
  const size = covariance.length;
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = covariance[i][j];
      for (let k = 0; k < j; k++) rest -= factor[i * size + k] * factor[j * size + k];
      if (i === j && !(rest > 0)) throw new RangeError("A covariance is not positive definite.");
      factor[i * size + j] = i === j ? Math.sqrt(rest) : rest / factor[j * size + j];
    }
  }
  return factor;
}

function prepare(mixture: Mixture): PreparedComponent[] {
  return mixture.weights.map((weight, k) => {
    const mean = mixture.means[k];
    const factor = cholesky(mixture.covariances[k]);
    let logScale = Math.log(weight) - (mean.length / 2) * Math.log(2 * Math.PI);
    for (let i = 0; i < mean.length; i++) {
      const at = i * mean.length + i;
      logScale -= Math.log(factor[at]);
      factor[at] = 1 / factor[at];
    }
    return { mean, factor, logScale };
  });
}

/** log(weight * density) of one component at the sample that starts at `offset`; `solved` is room for D numbers. */
function logJoint(component: PreparedComponent, values: Float64Array, offset: number, solved: Float64Array) {
  const { mean, factor } = component;
  const size = mean.length;
  let squaredLength = 0;
  for (let i = 0; i < size; i++) {
    let rest = values[offset + i] - mean[i];
    for (let j = 0; j < i; j++) rest -= factor[i * size + j] * solved[j];
    solved[i] = rest * factor[i * size + i];
    squaredLength += solved[i] * solved[i];
  }
  return component.logScale - squaredLength / 2;
}

export interface Evaluation {
  /** (N, K), row after row; each row sums to one. */
  readonly responsibilities: Float32Array;
  /** (N,), natural logarithm of the mixture's density. */
  readonly logDensity: Float64Array;
}

/** Below this a component adds nothing to a sum of float64 numbers whose largest is 1. */
const NOTHING = -38;

/**
 * Fills `joint` with every component's density relative to the densest one's, and returns how dense that is
 * (logarithm) and what they add up to.
 */
function relativeDensities(
  components: readonly PreparedComponent[],
  { values, dimensions }: Samples,
  n: number,
  joint: Float64Array,
  solved: Float64Array,
) {
  let peak = -Infinity;
  for (let k = 0; k < components.length; k++) {
    joint[k] = logJoint(components[k], values, n * dimensions, solved);
    if (joint[k] > peak) peak = joint[k];
  }
  let total = 0;
  for (let k = 0; k < components.length; k++) {
    const below = joint[k] - peak;
    joint[k] = below > NOTHING ? Math.exp(below) : 0;
    total += joint[k];
  }
  return { peak, total };
}

/** The E-step's formula for a given mixture: how dense it is at each sample and who answers for it. */
export function evaluate(mixture: Mixture, samples: Samples): Evaluation {
  const components = prepare(mixture);
  const K = components.length;
  const responsibilities = new Float32Array(samples.count * K);
  const densities = new Float64Array(samples.count);
  const joint = new Float64Array(K);
  const solved = new Float64Array(samples.dimensions);
  for (let n = 0; n < samples.count; n++) {
    const { peak, total } = relativeDensities(components, samples, n, joint, solved);
    for (let k = 0; k < K; k++) responsibilities[n * K + k] = joint[k] / total;
    densities[n] = peak + Math.log(total);
  }
  return { responsibilities, logDensity: densities };
}

/** The mixture's log-density at each sample. */
export function logDensity(mixture: Mixture, samples: Samples): Float64Array {
  const components = prepare(mixture);
  const densities = new Float64Array(samples.count);
  const joint = new Float64Array(components.length);
  const solved = new Float64Array(samples.dimensions);
  for (let n = 0; n < samples.count; n++) {
    const { peak, total } = relativeDensities(components, samples, n, joint, solved);
    densities[n] = peak + Math.log(total);
  }
  return densities;
}

/** (N, K), row after row: the logarithm of every component's weighted density at each sample. */
export function logJoints(mixture: Mixture, { values, count, dimensions }: Samples): Float64Array {
  const components = prepare(mixture);
  const K = components.length;
  const joints = new Float64Array(count * K);
  const solved = new Float64Array(dimensions);
  for (let n = 0; n < count; n++)
    for (let k = 0; k < K; k++) joints[n * K + k] = logJoint(components[k], values, n * dimensions, solved);
  return joints;
}
