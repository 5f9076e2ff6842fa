import { logJoints, type Samples } from "./density";
import type { Mixture } from "./mixture";
import { logSum } from "./terms";

/** Who answers for each sample, kept as logarithms. */
export interface Answers {
  /** (N, K), row after row: log responsibilities. */
  readonly logShares: Float64Array;
  /** The sum over all samples of the entropy of its responsibilities. */
  readonly entropy: number;
}

/** The responsibilities that an E-step under this mixture gives. */
export function answersOf(mixture: Mixture, samples: Samples): Answers {
  const K = mixture.weights.length;
  const logShares = logJoints(mixture, samples);
  let entropy = 0;
  for (let n = 0; n < samples.count; n++) {
    const total = logSum(logShares.subarray(n * K, (n + 1) * K));
    for (let k = 0; k < K; k++) {
      const log = (logShares[n * K + k] -= total);
      if (log > -Infinity) entropy -= Math.exp(log) * log;
    }
  }
  return { logShares, entropy };
}

export interface Heights {
  readonly logLikelihood: number;
  /** Neal & Hinton's (1998) F: the expected complete log-likelihood and the entropy; never above the log-likelihood. */
  readonly bound: number;
}

/** How high a mixture stands: its log-likelihood, and the bound below it that these answers make. */
export function heightsOf(mixture: Mixture, { logShares, entropy }: Answers, samples: Samples): Heights {
  const K = mixture.weights.length;
  const joints = logJoints(mixture, samples);
  let logLikelihood = 0;
  let bound = entropy;
  for (let n = 0; n < samples.count; n++) {
    logLikelihood += logSum(joints.subarray(n * K, (n + 1) * K));
    for (let k = 0; k < K; k++) {
      const share = Math.exp(logShares[n * K + k]);
      if (share > 0) bound += share * joints[n * K + k];
    }
  }
  return { logLikelihood, bound };
}

export interface Profile extends Heights {
  /** Of the way from one mixture to the next: 0 before the M-step, 1 after it. */
  readonly share: number;
}

/** Both heights along the straight way through two mixtures and beyond, where there is a mixture at all. */
export function profile(
  from: Mixture,
  to: Mixture,
  answers: Answers,
  samples: Samples,
  shares: readonly number[],
): Profile[] {
  return shares.flatMap((share) => {
    const mixture = along(from, to, share);
    if (mixture.weights.some((weight) => weight <= 0)) return [];
    try {
      return [{ share, ...heightsOf(mixture, answers, samples) }];
    } catch (error) {
      // Beyond the two ends a covariance need not be one.
      if (error instanceof RangeError) return [];
      throw error;
    }
  });
}

function along(from: Mixture, to: Mixture, share: number): Mixture {
  if (share === 0) return from;
  if (share === 1) return to;
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
