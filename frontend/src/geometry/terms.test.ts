import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "./density";
import { anyMixture, gaussian, randomSamples, twoComponents } from "./mixtures.fixture";
import { effectiveCounts, logSum, termsAt, unevenness } from "./terms";

describe("the terms of the E-step's formula", () => {
  it("are the evaluation's, whatever the mixture", () => {
    fc.assert(
      fc.property(anyMixture, (mixture) => {
        const samples = randomSamples(mixture, 5);
        const { responsibilities, logDensity } = evaluate(mixture, samples);
        const K = mixture.weights.length;
        for (let n = 0; n < 5; n++) {
          const terms = termsAt(mixture, samples, n);
          terms.forEach(({ responsibility }, k) =>
            expect(responsibility).toBeCloseTo(responsibilities[n * K + k], 6),
          );
          expect(logSum(terms.map(({ logJoint }) => logJoint))).toBeCloseTo(logDensity[n], 8);
          expect(terms.reduce((sum, { responsibility }) => sum + responsibility, 0)).toBeCloseTo(1, 12);
        }
      }),
    );
  });

  it("have the density of a standard normal at its mean", () => {
    const [term] = termsAt(gaussian(), { values: Float64Array.of(0, 0), count: 1, dimensions: 2 }, 0);

    expect(Math.exp(term.logDensity)).toBeCloseTo(1 / (2 * Math.PI), 14);
    expect(term.logJoint).toBe(term.logDensity);
  });

  it("stay finite where every density is too small for a number", () => {
    const far = { values: Float64Array.of(1e3, 1e3), count: 1, dimensions: 2 };

    const terms = termsAt(twoComponents, far, 0);

    expect(Math.exp(terms[0].logJoint)).toBe(0);
    expect(terms.every(({ logDensity }) => Number.isFinite(logDensity))).toBe(true);
    expect(terms[0].responsibility + terms[1].responsibility).toBeCloseTo(1, 12);
  });
});

describe("how evenly a sample is shared", () => {
  it("is 0 for halves, 1 for one alone, and no third component goes unnoticed", () => {
    expect(unevenness([0.5, 0.5])).toBeCloseTo(0, 12);
    expect(unevenness([0, 1])).toBeCloseTo(1, 12);
    expect(unevenness([0.6, 0.4])).toBeCloseTo(0.2, 12);
    expect(unevenness([0.4, 0.2, 0.4])).toBeCloseTo(0.2, 12);
    expect(unevenness([1])).toBe(1);
  });
});

it("effective counts add up to the number of samples", () => {
  const samples = randomSamples(twoComponents, 40);
  const { responsibilities } = evaluate(twoComponents, samples);

  const counts = effectiveCounts(responsibilities, 2);

  expect(counts[0] + counts[1]).toBeCloseTo(40, 4);
  expect(counts[0]).toBeGreaterThan(1);
});
