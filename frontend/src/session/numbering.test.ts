import { expect, it } from "vitest";
import type { FitResult } from "../api";
import { renumbered } from "./numbering";

const result = {
  model: { weights: [0.5, 0.3, 0.2], means: [[1], [2], [3]], covariances: [[[1]], [[2]], [[3]]] },
  labels: [0, 0, 1, 2, -1],
  component_order: [2, 0, 1],
  warnings: [
    { code: "a", message: "Component 1 (about 12 rows) has no width." },
    { code: "b", message: "Components 1, 2 and 3 overlap in 12 rows." },
  ],
} as unknown as FitResult;

it("numbers components anew in the model, the labels and the sentences", () => {
  const after = renumbered(result, [2, 0, 1]);

  expect(after.model.means).toEqual([[3], [1], [2]]);
  expect(after.model.weights).toEqual([0.2, 0.5, 0.3]);
  expect(after.labels).toEqual([1, 1, 2, 0, -1]);
  expect(after.component_order).toEqual([1, 2, 0]);
  expect(after.warnings.map(({ message }) => message)).toEqual([
    "Component 2 (about 12 rows) has no width.",
    "Components 2, 3 and 1 overlap in 12 rows.",
  ]);
});

it("leaves a result alone that is numbered so already", () => {
  expect(renumbered(result, [0, 1, 2])).toBe(result);
});
