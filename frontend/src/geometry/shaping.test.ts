import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cholesky } from "./density";
import { marginal, type Mixture } from "./mixture";
import { anyMixture, twoComponents } from "./mixtures.fixture";
import {
  LEAST_WEIGHT,
  moved,
  reshaped,
  resized,
  reweighted,
  withComponent,
  withoutComponent,
} from "./shaping";
import { structureOf } from "./structure";

const free = structureOf("full");
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const wide: Mixture = {
  weights: [0.5, 0.5],
  means: [
    [0, 0, 0],
    [5, 5, 5],
  ],
  covariances: [
    [
      [2, 0.5, 0.3],
      [0.5, 1, -0.2],
      [0.3, -0.2, 3],
    ],
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  ],
  columns: ["a", "b", "c"],
};

describe("a weight that is changed", () => {
  it("leaves the whole as it was, and nobody with nothing", () => {
    fc.assert(
      fc.property(
        anyMixture,
        fc.double({ min: -1, max: 2, noNaN: true }),
        fc.nat(3),
        (mixture, weight, at) => {
          const k = at % mixture.weights.length;

          const { weights } = reweighted(mixture, k, weight);

          expect(sum(weights)).toBeCloseTo(1, 12);
          for (const each of weights) expect(each).toBeGreaterThanOrEqual(LEAST_WEIGHT * (1 - 1e-9));
        },
      ),
    );
  });

  it("leaves the others in the ratio that they had", () => {
    const mixture = { ...wide, weights: [0.2, 0.6, 0.2], means: [...wide.means, [1, 1, 1]] };

    const { weights } = reweighted(mixture, 0, 0.6);

    expect(weights[0]).toBeCloseTo(0.6);
    expect(weights[1] / weights[2]).toBeCloseTo(3);
  });

  it("keeps the share of noise that is in none of the components", () => {
    expect(sum(reweighted({ ...twoComponents, weights: [0.3, 0.6] }, 0, 0.5).weights)).toBeCloseTo(0.9);
  });
});

describe("a component that is moved", () => {
  it("moves in the shown columns only, and alone", () => {
    const after = moved(wide, 1, [2, 0], [7, 8]);

    expect(after.means).toEqual([
      [0, 0, 0],
      [8, 5, 7],
    ]);
    expect(after.covariances).toBe(wide.covariances);
  });
});

describe("a component that is reshaped in two of its columns", () => {
  const wanted = [
    [5, -1],
    [-1, 0.7],
  ];

  it("has there the covariance that was asked for, is still positive definite, and leaves the third column alone", () => {
    const after = reshaped(wide, 0, [2, 0], wanted, free);

    marginal(after, [2, 0]).covariances[0].forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo(wanted[i][j], 12)),
    );
    expect(() => cholesky(after.covariances[0])).not.toThrow();
    expect(after.covariances[0][1][1]).toBe(1);
    expect(after.covariances[1]).toBe(wide.covariances[1]);
  });

  it("stays as it was when it is asked for what it has", () => {
    const own = marginal(wide, [0, 1]).covariances[0];

    reshaped(wide, 0, [0, 1], own, free).covariances[0].forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo(wide.covariances[0][i][j], 12)),
    );
  });

  it("takes the others along where they have all in common", () => {
    const tied = structureOf("tied");
    const { covariances } = reshaped(twoComponents, 0, [0, 1], wanted, tied);

    covariances[1].forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo(wanted[i][j], 12)),
    );
  });

  it("works in a single column as well", () => {
    const line: Mixture = { weights: [1], means: [[0]], covariances: [[[4]]], columns: ["a"] };

    expect(reshaped(line, 0, [0], [[9]], free).covariances[0][0][0]).toBeCloseTo(9);
    expect(resized(line, 0, 2, free).covariances[0][0][0]).toBeCloseTo(16);
  });
});

describe("a component that comes or goes", () => {
  it("is given an equal share, and its share is given back", () => {
    const more = withComponent(twoComponents, [9, 9], free);
    expect(more.means[2]).toEqual([9, 9]);
    expect(more.weights[2]).toBeCloseTo(1 / 3);
    expect(sum(more.weights)).toBeCloseTo(1);

    const { weights, means } = withoutComponent(more, 2);
    weights.forEach((weight, k) => expect(weight).toBeCloseTo(twoComponents.weights[k]));
    expect(means).toEqual(twoComponents.means);
  });

  it("has the structure of the others", () => {
    const tied = withComponent(
      { ...twoComponents, covariances: [twoComponents.covariances[0], twoComponents.covariances[0]] },
      [0, 0],
      structureOf("tied"),
    );

    tied.covariances[2].forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo(tied.covariances[0][i][j], 12)),
    );
  });
});
