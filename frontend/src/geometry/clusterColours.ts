import { componentColour, type Colour } from "./colours";

/** Of a row that belongs to no cluster. */
const NOISE: Colour = [150, 150, 150];

/** (N, 3) bytes: each sample in the colour of the first component of its cluster; labels count clusters from 0. */
export function clusterColours(
  labels: readonly number[],
  clusters: readonly (readonly number[])[],
): Uint8ClampedArray {
  const colours = new Uint8ClampedArray(3 * labels.length);
  labels.forEach((label, n) => {
    colours.set(label < 0 ? NOISE : componentColour(clusters[label][0]), 3 * n);
  });
  return colours;
}
