import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composed, eigen } from "./eigen";
import { principalAxes } from "./ellipse";

const entry = fc.double({ min: -5, max: 5, noNaN: true });

/** L L' of any size up to 6, with something on the diagonal. */
const covariance = fc
  .integer({ min: 1, max: 6 })
  .chain((size) =>
    fc
      .array(fc.array(entry, { minLength: size, maxLength: size }), { minLength: size, maxLength: size })
      .map((rows) =>
        rows.map((a, i) =>
          rows.map((b, j) => a.reduce((sum, value, m) => sum + value * b[m], 0) + (i === j ? 0.1 : 0)),
        ),
      ),
  );

describe("eigenvalues and eigenvectors", () => {
  it("compose the matrix they came from, and the vectors are orthonormal", () => {
    fc.assert(
      fc.property(covariance, (matrix) => {
        const { values, vectors } = eigen(matrix);

        composed(values, vectors).forEach((row, i) =>
          row.forEach((value, j) => expect(value).toBeCloseTo(matrix[i][j], 8)),
        );
        vectors.forEach((a, i) =>
          vectors.forEach((b, j) =>
            expect(a.reduce((sum, value, m) => sum + value * b[m], 0)).toBeCloseTo(i === j ? 1 : 0, 10),
          ),
        );
        expect(values).toEqual(values.toSorted((a, b) => b - a));
      }),
    );
  });

  it("are the squared half axes of an ellipse", () => {
    const [[xx, xy], [, yy]] = [
      [3, -1.2],
      [-1.2, 2],
    ];

    const { major, minor } = principalAxes({ xx, xy, yy });

    const { values } = eigen([
      [xx, xy],
      [xy, yy],
    ]);
    expect(values[0]).toBeCloseTo(major ** 2, 12);
    expect(values[1]).toBeCloseTo(minor ** 2, 12);
  });

  it("leave a diagonal matrix as it is, even one of very unequal columns", () => {
    expect(
      eigen([
        [1e-12, 0],
        [0, 1e12],
      ]),
    ).toEqual({
      values: [1e12, 1e-12],
      vectors: [
        [0, 1],
        [1, 0],
      ],
    });
  });
});
