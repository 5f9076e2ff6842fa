import { expect, it } from "vitest";
import { cholesky } from "../../geometry/density";
import { twoComponents } from "../../geometry/mixtures.fixture";
import { repeated, withNarrow } from "./repeated";

it("a row is repeated behind all others, under its own number", () => {
  const selection = {
    columns: ["x", "y"],
    values: Float64Array.of(1, 2, 3, 4),
    count: 2,
    dimensions: 2,
    rowNumbers: Uint32Array.of(5, 9),
    leftOut: 0,
  };

  const more = repeated(selection, 1, 3);

  expect([...more.values]).toEqual([1, 2, 3, 4, 3, 4, 3, 4]);
  expect([...more.rowNumbers]).toEqual([5, 9, 9, 9]);
  expect(more.count).toBe(4);
});

it("a narrow component is a component like any other", () => {
  const mixture = withNarrow(twoComponents, [0, 0], 0.1);

  expect(mixture.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  for (const covariance of mixture.covariances) expect(() => cholesky(covariance)).not.toThrow();
});
