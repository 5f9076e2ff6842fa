import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, logDensity } from "./density";
import { between, isPaintable, marginal, reordered } from "./mixture";
import { anyMixture, gaussian, gridSamples, twoComponents } from "./mixtures.fixture";

const samplesOf = (...rows: number[][]) => ({
  values: Float64Array.from(rows.flat()),
  count: rows.length,
  dimensions: rows[0].length,
});

const place = fc.tuple(
  fc.double({ min: -50, max: 50, noNaN: true }),
  fc.double({ min: -50, max: 50, noNaN: true }),
);

describe("a mixture's density", () => {
  it("is the textbook's for a single standard Gaussian", () => {
    const [atMean, aside] = logDensity(gaussian(), samplesOf([0, 0], [1, 2]));

    expect(atMean).toBeCloseTo(-Math.log(2 * Math.PI), 12);
    expect(aside).toBeCloseTo(-Math.log(2 * Math.PI) - 2.5, 12);
  });

  it("integrates to one", () => {
    const { samples, cell } = gridSamples(-14, 14, 280);

    const total = logDensity(twoComponents, samples).reduce((sum, value) => sum + Math.exp(value) * cell, 0);

    expect(total).toBeCloseTo(1, 6);
  });

  it("does not depend on the order of the components", () => {
    fc.assert(
      fc.property(anyMixture, place, (mixture, at) => {
        const backwards = mixture.weights.map((_, k) => k).toReversed();

        const [there] = logDensity(mixture, samplesOf(at));
        const [again] = logDensity(reordered(mixture, backwards), samplesOf(at));

        expect(again).toBeCloseTo(there, 9);
      }),
    );
  });

  it("stays finite far away from every component", () => {
    const [value] = logDensity(twoComponents, samplesOf([1e6, -1e6]));

    expect(Number.isFinite(value)).toBe(true);
  });
});

describe("responsibilities", () => {
  it("sum to one for every sample", () => {
    fc.assert(
      fc.property(anyMixture, place, (mixture, at) => {
        const { responsibilities } = evaluate(mixture, samplesOf(at));

        expect(responsibilities.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      }),
    );
  });

  it("are equal half way between two equal components", () => {
    const pair = {
      ...twoComponents,
      weights: [0.5, 0.5],
      covariances: [twoComponents.covariances[0], twoComponents.covariances[0]],
    };

    const { responsibilities } = evaluate(pair, samplesOf([0.5, 0]));

    expect(responsibilities[0]).toBeCloseTo(0.5, 6);
  });
});

describe("a mixture", () => {
  it("has as its marginal the density integrated over the other column", () => {
    const at = 0.7;
    const step = 0.01;
    const along = Array.from({ length: 4000 }, (_, i) => [at, -20 + i * step]);
    const integral = logDensity(twoComponents, samplesOf(...along)).reduce(
      (sum, value) => sum + Math.exp(value) * step,
      0,
    );

    const [value] = logDensity(marginal(twoComponents, [0]), samplesOf([at]));

    expect(Math.exp(value)).toBeCloseTo(integral, 8);
  });

  it("remains a mixture on the way to another", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), place, (share, at) => {
        const other = reordered(twoComponents, [1, 0]);

        const [value] = logDensity(between(twoComponents, other, share), samplesOf(at));

        expect(Number.isFinite(value)).toBe(true);
      }),
    );
  });

  it("is not painted when a number in it is not finite", () => {
    expect(isPaintable(twoComponents)).toBe(true);
    expect(isPaintable({ ...twoComponents, weights: [NaN, 1] })).toBe(false);
    expect(
      isPaintable({
        ...twoComponents,
        means: [
          [0, Infinity],
          [0, 0],
        ],
      }),
    ).toBe(false);
  });
});
