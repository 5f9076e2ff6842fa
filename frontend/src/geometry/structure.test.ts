import { describe, expect, it } from "vitest";
import { eigen, type Matrix } from "./eigen";
import { conforming, freedomOf, structureOf } from "./structure";

const covariances: Matrix[] = [
  [
    [4, 1, 0.5],
    [1, 2, -0.3],
    [0.5, -0.3, 1],
  ],
  [
    [1, -0.4, 0],
    [-0.4, 3, 0.2],
    [0, 0.2, 0.5],
  ],
  [
    [2, 0.1, 0.9],
    [0.1, 0.7, 0],
    [0.9, 0, 5],
  ],
];

const NAMES = "EII VII EEI VEI EVI VVI EEE VEE EVE VVE EEV VEV EVV VVV".split(" ");

const volume = (matrix: Matrix) => eigen(matrix).values.reduce((product, value) => product * value, 1);
const shape = (matrix: Matrix) => eigen(matrix).values.map((value) => value / volume(matrix) ** (1 / 3));
/** Two symmetric matrices have axes in common exactly when their product is symmetric. */
const commute = (a: Matrix, b: Matrix) =>
  a.every((row, i) =>
    row.every((_, j) => {
      const ab = a[i].reduce((sum, value, m) => sum + value * b[m][j], 0);
      const ba = b[i].reduce((sum, value, m) => sum + value * a[m][j], 0);
      return Math.abs(ab - ba) < 1e-9;
    }),
  );
const close = (a: readonly number[], b: readonly number[]) =>
  a.every((value, i) => Math.abs(value - b[i]) < 1e-9 * Math.max(1, Math.abs(value)));

const largest = (matrix: Matrix, to: Matrix) =>
  Math.max(...matrix.flatMap((row, i) => row.map((value, j) => Math.abs(value - to[i][j]))));
const offDiagonal = (matrix: Matrix) =>
  Math.max(...matrix.flatMap((row, i) => row.filter((_, j) => j !== i).map(Math.abs)));

describe.each(NAMES)("covariances made to conform to %s", (name) => {
  const structure = structureOf(name);
  const after = conforming(covariances, 1, structure);

  it("share what its letters say they share", () => {
    const sharing = {
      volume: after.every((each) => Math.abs(volume(each) / volume(after[0]) - 1) < 1e-9),
      shape: after.every((each) => close(shape(each), shape(after[0]))),
      orientation: after.every((each) => commute(each, after[0])),
    };

    expect({
      volume: structure.volume !== "E" || sharing.volume,
      shape: structure.shape === "V" || sharing.shape,
      orientation: structure.orientation === "V" || sharing.orientation,
    }).toEqual({ volume: true, shape: true, orientation: true });
    expect(Math.max(...after.map(offDiagonal)) < 1e-12).toBe(structure.orientation === "I");
    expect(after.every((each) => close(shape(each), [1, 1, 1]))).toBe(structure.shape === "I");
  });

  it("keep what each has of its own, as far as axes of their own allow", () => {
    if (structure.orientation !== "V") return;
    expect(after.every((each, k) => commute(each, covariances[k]))).toBe(true);
    const kept = after.every((each, k) => Math.abs(volume(each) / volume(covariances[k]) - 1) < 1e-9);
    expect(kept).toBe(structure.volume === "V");
  });

  it("change no more when they conform already", () => {
    const again = conforming(after, 1, structure);

    expect(Math.max(...again.map((each, k) => largest(each, after[k])))).toBeLessThan(1e-9);
  });

  it("follow the leader, who stays unless the structure forbids it", () => {
    const forbidden = structure.shape === "I" || structure.orientation === "I";

    expect(largest(after[1], covariances[1]) < 1e-9).toBe(!forbidden);
  });
});

describe("what a person may do to an ellipse", () => {
  it.each([
    ["full", "any"],
    ["tied", "any"],
    ["VEV", "any"],
    ["diag", "along the axes"],
    ["EEI", "along the axes"],
    ["spherical", "size"],
    ["EII", "size"],
  ])("follows from the structure: %s allows %s", (name, freedom) => {
    expect(freedomOf(structureOf(name))).toBe(freedom);
  });
});
