import fc from "fast-check";
import type { Samples } from "./density";
import type { Mixture } from "./mixture";

export const gaussian = (variance = 1): Mixture => ({
  weights: [1],
  means: [[0, 0]],
  covariances: [
    [
      [variance, 0],
      [0, variance],
    ],
  ],
  columns: ["x", "y"],
});

export const twoComponents: Mixture = {
  weights: [0.3, 0.7],
  means: [
    [-2, 1],
    [3, -1],
  ],
  covariances: [
    [
      [1, 0.4],
      [0.4, 0.5],
    ],
    [
      [2, -0.9],
      [-0.9, 1.5],
    ],
  ],
  columns: ["x", "y"],
};

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Any two-column mixture of one to four components; covariances are L L' and so positive definite. */
export const anyMixture: fc.Arbitrary<Mixture> = fc
  .array(
    fc.record({
      weight: finite(0.05, 1),
      mean: fc.tuple(finite(-20, 20), finite(-20, 20)),
      factor: fc.tuple(finite(0.2, 4), finite(-3, 3), finite(0.2, 4)),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((components) => {
    const total = components.reduce((sum, { weight }) => sum + weight, 0);
    return {
      weights: components.map(({ weight }) => weight / total),
      means: components.map(({ mean }) => mean),
      covariances: components.map(({ factor: [a, b, c] }) => [
        [a * a, a * b],
        [a * b, b * b + c * c],
      ]),
      columns: ["x", "y"],
    };
  });

/** Samples on an even grid, with the area of one cell: sums over it are integrals. */
export function gridSamples(low: number, high: number, steps: number): { samples: Samples; cell: number } {
  const width = (high - low) / steps;
  const values = new Float64Array(2 * steps * steps);
  for (let i = 0; i < steps * steps; i++) {
    values[2 * i] = low + ((i % steps) + 0.5) * width;
    values[2 * i + 1] = low + (Math.floor(i / steps) + 0.5) * width;
  }
  return { samples: { values, count: steps * steps, dimensions: 2 }, cell: width * width };
}

/** Mulberry32, a small generator of repeatable random numbers. */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Random samples of a two-column mixture: a judge that knows nothing of how levels are found. */
export function randomSamples(mixture: Mixture, count: number, seed = 1): Samples {
  const uniform = uniforms(seed);
  const values = new Float64Array(2 * count);
  for (let n = 0; n < count; n++) {
    let rest = uniform();
    const k = Math.max(
      mixture.weights.findIndex((weight) => (rest -= weight) <= 0),
      0,
    );
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    const [[xx, xy], [, yy]] = mixture.covariances[k];
    const [u, v] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    values[2 * n] = mixture.means[k][0] + Math.sqrt(xx) * u;
    values[2 * n + 1] = mixture.means[k][1] + (xy / Math.sqrt(xx)) * u + Math.sqrt(yy - (xy * xy) / xx) * v;
  }
  return { values, count, dimensions: 2 };
}
