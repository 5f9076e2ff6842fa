import { expect, it } from "vitest";
import { fitRequest, SETTINGS } from "./settings";

const selection = {
  columns: ["x"],
  values: Float64Array.of(1, 2),
  count: 2,
  dimensions: 1,
  rowNumbers: Uint32Array.of(1, 2),
  leftOut: 0,
};

it("asks for plain EM, and for leaps with more iterations only where they are wished for", () => {
  expect(fitRequest(selection, SETTINGS, "steps")).toMatchObject({ data: [[1], [2]], accelerate: false });
  expect(fitRequest(selection, SETTINGS, "steps").max_iter).toBeUndefined();
  expect(fitRequest(selection, SETTINGS, "leaps")).toMatchObject({ accelerate: true, max_iter: 10_000 });
});
