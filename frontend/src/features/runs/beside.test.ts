import { expect, it } from "vitest";
import type { KeptRun } from "../../session";
import { beside } from "./beside";

const kept = (letter: string, bic: number, columns: string[], byHand = false): KeptRun =>
  ({
    letter,
    run: {
      byHand,
      selection: { columns },
      result: { bic, model: { weights: [0.5, 0.5], covariance_type: "spherical" } },
    },
  }) as unknown as KeptRun;

it("compares only what was fitted to the same columns, with the least BIC as the best", () => {
  const rows = beside(
    [kept("A", 120, ["x"]), kept("B", 100, ["x"], true), kept("C", 5, ["x", "y"]), kept("D", 100.001, ["x"])],
    ["x"],
  );

  expect(rows.map(({ kept: { letter }, behind, best }) => [letter, Math.round(behind), best])).toEqual([
    ["A", 20, false],
    ["B", 0, true],
    ["D", 0, true],
  ]);
  expect(rows[1].what).toBe("2 round, by hand");
});
