import { cholesky, logDensity } from "./density";
import type { Mixture } from "./mixture";

/** Enough for a level to be right to about a hundredth of a nat, few enough for every frame of a playback. */
const SAMPLES = 4096;

/**
 * Evenly spread standard normal samples, always the same ones, so that contours move smoothly and never jump.
 *
 * Additive recurrence with the powers of the generalised golden ratio (Roberts, 2018), two coordinates at a time
 * turned into normals by Box and Muller's transform (1958).
 */
function evenNormals(count: number, dimensions: number): Float64Array {
  const pairs = Math.ceil(dimensions / 2);
  let ratio = 2;
  for (let i = 0; i < 32; i++) ratio = (1 + ratio) ** (1 / (2 * pairs + 1));
  const step = Array.from({ length: 2 * pairs }, (_, i) => ratio ** -(i + 1));
  const normals = new Float64Array(count * dimensions);
  for (let n = 0; n < count; n++) {
    for (let pair = 0; pair < pairs; pair++) {
      const uniform = (0.5 + (n + 1) * step[2 * pair]) % 1;
      const radius = Math.sqrt(-2 * Math.log(1 - uniform));
      const angle = 2 * Math.PI * ((0.5 + (n + 1) * step[2 * pair + 1]) % 1);
      const at = n * dimensions + 2 * pair;
      normals[at] = radius * Math.cos(angle);
      if (2 * pair + 1 < dimensions) normals[at + 1] = radius * Math.sin(angle);
    }
  }
  return normals;
}

/**
 * The log-density whose super-level set holds each of the probabilities: inside the level of 0.95 the mixture
 * expects 95 % of its samples, and no smaller region holds as many (the highest-density region, Hyndman 1996).
 */
export function enclosingLevels(mixture: Mixture, probabilities: readonly number[]): number[] {
  const present = mixture.weights.flatMap((weight, k) => (weight > 0 ? [k] : []));
  const dimensions = mixture.columns.length;
  const each = Math.ceil(SAMPLES / present.length);
  const normals = evenNormals(each, dimensions);
  const values = new Float64Array(present.length * each * dimensions);
  present.forEach((k, block) => {
    const factor = cholesky(mixture.covariances[k]);
    for (let n = 0; n < each; n++) {
      for (let i = 0; i < dimensions; i++) {
        let value = mixture.means[k][i];
        for (let j = 0; j <= i; j++) value += factor[i * dimensions + j] * normals[n * dimensions + j];
        values[(block * each + n) * dimensions + i] = value;
      }
    }
  });
  const densities = logDensity(mixture, { values, count: present.length * each, dimensions });
  const weightOf = (n: number) => mixture.weights[present[Math.floor(n / each)]] / each;
  return weightedQuantiles(
    densities,
    weightOf,
    probabilities.map((probability) => 1 - probability),
  );
}

/** The values below which the given shares of all weight lie. */
function weightedQuantiles(
  values: Float64Array,
  weightOf: (index: number) => number,
  shares: readonly number[],
): number[] {
  const order = Uint32Array.from(values, (_, index) => index).toSorted((a, b) => values[a] - values[b]);
  const cumulative = new Float64Array(order.length);
  let total = 0;
  order.forEach((index, place) => {
    cumulative[place] = total + weightOf(index) / 2;
    total += weightOf(index);
  });
  return shares.map((share) => {
    const above = cumulative.findIndex((weight) => weight >= share * total);
    if (above <= 0) return values[order[above === 0 ? 0 : order.length - 1]];
    const part = (share * total - cumulative[above - 1]) / (cumulative[above] - cumulative[above - 1]);
    return values[order[above - 1]] + part * (values[order[above]] - values[order[above - 1]]);
  });
}
