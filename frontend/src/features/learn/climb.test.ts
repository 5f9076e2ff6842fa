import { describe, expect, it } from "vitest";
import { opening } from "../../../e2e/opening";
import { answersOf, heightsOf, profile } from "../../geometry/lowerBound";

const recorded = (iteration: number) => {
  const { model, logLikelihood, data } = opening(iteration);
  const samples = { values: Float64Array.from(data.flat()), count: data.length, dimensions: 2 };
  return { model, logLikelihood, samples };
};

describe("the climb", () => {
  it.each([1, 5, 9])(
    "has the bound lifted by the service's M-step of iteration %i, which no other step beats",
    (iteration) => {
      const before = recorded(iteration - 1);
      const after = recorded(iteration);
      const { samples } = before;
      const answers = answersOf(before.model, samples);

      const start = heightsOf(before.model, answers, samples);
      const end = heightsOf(after.model, answers, samples);

      expect(start.bound).toBeCloseTo(before.logLikelihood, 6);
      expect(end.bound).toBeGreaterThan(start.bound);
      expect(end.logLikelihood).toBeGreaterThanOrEqual(end.bound);
      expect(end.logLikelihood).toBeCloseTo(after.logLikelihood, 6);
      const heights = profile(before.model, after.model, answers, samples, [-0.2, 0.5, 0.9, 1.1, 1.3]);
      expect(heights.length).toBeGreaterThanOrEqual(3);
      for (const { bound, logLikelihood } of heights) {
        expect(bound).toBeLessThan(end.bound);
        expect(bound).toBeLessThanOrEqual(logLikelihood);
      }
    },
  );
});
