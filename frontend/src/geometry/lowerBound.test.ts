import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "./density";
import { answersOf, heightsOf } from "./lowerBound";
import { anyMixture, gaussian, randomSamples, twoComponents } from "./mixtures.fixture";

describe("the lower bound", () => {
  it("touches the log-likelihood after an E-step, whatever the mixture", () => {
    fc.assert(
      fc.property(anyMixture, (mixture) => {
        const samples = randomSamples(mixture, 30);
        const { bound, logLikelihood } = heightsOf(mixture, answersOf(mixture, samples), samples);

        expect(bound).toBeCloseTo(logLikelihood, 7);
        const { logDensity } = evaluate(mixture, samples);
        expect(logLikelihood).toBeCloseTo(
          logDensity.reduce((sum, value) => sum + value, 0),
          7,
        );
      }),
    );
  });

  it("is nowhere above the log-likelihood, whoever answers", () => {
    const samples = randomSamples(twoComponents, 60);
    fc.assert(
      fc.property(anyMixture, anyMixture, (mixture, other) => {
        if (mixture.weights.length !== other.weights.length) return;
        const { bound, logLikelihood } = heightsOf(mixture, answersOf(other, samples), samples);
        expect(bound).toBeLessThanOrEqual(logLikelihood + 1e-7 * Math.abs(logLikelihood));
      }),
    );
  });

  it("is the log-likelihood itself where there is one component", () => {
    const samples = randomSamples(gaussian(), 20);
    const { bound, logLikelihood } = heightsOf(gaussian(4), answersOf(gaussian(), samples), samples);
    expect(bound).toBeCloseTo(logLikelihood, 9);
  });
});
