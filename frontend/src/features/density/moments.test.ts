import { expect, it } from "vitest";
import { meanAndSpread } from "./moments";

it("spreads as far as the components are wide and apart", () => {
  const mixture = { weights: [0.5, 0.5], means: [[-3], [3]], covariances: [[[1]], [[1]]], columns: ["x"] };

  expect(meanAndSpread(mixture)).toEqual({ mean: 0, spread: Math.sqrt(10) });
});
