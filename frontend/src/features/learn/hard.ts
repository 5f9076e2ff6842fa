import { componentColour } from "../../geometry/colours";
import type { Samples } from "../../geometry/density";
import type { Mixture } from "../../geometry/mixture";

/** For each sample the component whose mean is nearest: what k-means calls its cluster. */
export function nearestMeans({ means }: Mixture, { values, count, dimensions }: Samples): Uint16Array {
  const nearest = new Uint16Array(count);
  for (let n = 0; n < count; n++) {
    let least = Infinity;
    means.forEach((mean, k) => {
      let distance = 0;
      for (let i = 0; i < dimensions; i++) distance += (values[n * dimensions + i] - mean[i]) ** 2;
      if (distance < least) {
        least = distance;
        nearest[n] = k;
      }
    });
  }
  return nearest;
}

/** For each sample the component that answers for most of it. */
export function leaders(responsibilities: Float32Array, components: number): Uint16Array {
  return Uint16Array.from({ length: responsibilities.length / components }, (_, n) => {
    const shares = responsibilities.subarray(n * components, (n + 1) * components);
    return shares.indexOf(Math.max(...shares));
  });
}

/** (N, 3) bytes: each sample wholly in the colour of its component. */
export function hardColours(labels: Uint16Array): Uint8ClampedArray {
  const colours = new Uint8ClampedArray(3 * labels.length);
  labels.forEach((label, n) => colours.set(componentColour(label), 3 * n));
  return colours;
}
