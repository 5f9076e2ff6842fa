import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignment, matching } from "./matching";
import { reordered } from "./mixture";
import { anyMixture, twoComponents } from "./mixtures.fixture";

function permutations(size: number): number[][] {
  if (size === 0) return [[]];
  return permutations(size - 1).flatMap((rest) =>
    Array.from({ length: size }, (_, at) => [...rest.slice(0, at), size - 1, ...rest.slice(at)]),
  );
}

const total = (costs: number[][], columns: number[]) =>
  columns.reduce((sum, column, row) => sum + costs[row][column], 0);

describe("an assignment", () => {
  it("costs as little as the best of all permutations", () => {
    const cost = fc.double({ min: 0, max: 100, noNaN: true });
    const square = fc
      .integer({ min: 1, max: 5 })
      .chain((size) =>
        fc.array(fc.array(cost, { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
      );
    fc.assert(
      fc.property(square, (costs) => {
        const columns = assignment(costs);

        expect(columns.toSorted((a, b) => a - b)).toEqual(costs.map((_, i) => i));
        const best = Math.min(...permutations(costs.length).map((each) => total(costs, each)));
        expect(total(costs, columns)).toBeCloseTo(best, 9);
      }),
    );
  });
});

describe("components of two mixtures", () => {
  it("find themselves again, however they have been numbered anew", () => {
    fc.assert(
      fc.property(anyMixture, (mixture) => {
        const order = mixture.weights.map((_, k) => (k + 1) % mixture.weights.length);

        const renumbered = reordered(mixture, order);

        const back = reordered(renumbered, matching(mixture, renumbered));
        back.means.forEach((mean, k) =>
          mean.forEach((value, i) => expect(value).toBeCloseTo(mixture.means[k][i], 12)),
        );
      }),
    );
  });

  it("are matched to the nearest when they have moved a little", () => {
    const swapped = reordered(twoComponents, [1, 0]);
    const nudged = { ...swapped, means: swapped.means.map((mean) => mean.map((value) => value + 0.3)) };

    expect(matching(twoComponents, nudged)).toEqual([1, 0]);
  });
});
