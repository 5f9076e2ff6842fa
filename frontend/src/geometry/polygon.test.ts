import { expect, it } from "vitest";
import { screenPoint } from "./points";
import { inside } from "./polygon";

const corner = ([x, y]: number[]) => screenPoint(x, y);

it("tells which points lie inside of a line drawn around them, bays left out", () => {
  const bay = [
    [0, 0],
    [10, 0],
    [10, 10],
    [5, 2],
    [0, 10],
  ].map(corner);
  const points = Float32Array.of(1, 1, 5, 1, 5, 8, 9, 5, 20, 5, 5, -1);

  expect([...inside(points, bay)]).toEqual([1, 1, 0, 1, 0, 0]);
});

it("finds nothing inside of a line of two points", () => {
  expect([...inside(Float32Array.of(1, 1), [corner([0, 0]), corner([2, 2])])]).toEqual([0]);
});
