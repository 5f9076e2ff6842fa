import { describe, expect, it } from "vitest";
import type { FitResult, StartReport } from "../../api";
import { verdict } from "./verdict";

const start = (number: number, log_likelihood: number, part: Partial<StartReport> = {}): StartReport => ({
  start: number,
  init: "k-means++",
  log_likelihood,
  n_iterations: 9,
  converged: true,
  stop_reason: "converged",
  n_samples: 100,
  spurious: false,
  ...part,
});

const behind = (number: number) => start(number, -9, { stop_reason: "outpaced", converged: false });

const optimum = (starts: number[], log_likelihood = -5, spurious = false) => ({
  starts,
  log_likelihood,
  spurious,
  n_samples: 100,
});

const told = (starts: StartReport[], part: Partial<FitResult> = {}) =>
  verdict({
    starts,
    optima: [optimum([0])],
    best_start: 0,
    n_samples: 100,
    warnings: [],
    model: { weights: [0.5, 0.5] } as FitResult["model"],
    ...part,
  });

describe("what the starts say together", () => {
  it.each([
    [[start(0, -5)], [optimum([0])], "One start only: another may find a better optimum."],
    [[start(0, -5), start(1, -5)], [optimum([0, 1])], "Every start led to the same optimum."],
    [
      [start(0, -5), start(1, -5), start(2, -8), behind(3)],
      [optimum([0, 1]), optimum([2], -8)],
      "2 of the 4 starts led to this optimum. 1 other optimum is lower. 1 start fell behind and was stopped.",
    ],
    [
      [start(0, -5), start(1, -3), start(2, -8), start(3, -9)],
      [optimum([0]), optimum([2], -8), optimum([3], -9), optimum([1], -3, true)],
      "1 of the 4 starts led to this optimum. 2 other optima are lower. 1 rests on too few rows.",
    ],
    [
      [start(0, -5), behind(1), behind(2)],
      [optimum([0])],
      "1 of the 3 starts led to this optimum. 2 starts fell behind and were stopped.",
    ],
    [
      [start(0, -5), start(1, -2, { n_samples: 20 })],
      [optimum([0])],
      "The best of 2 starts, tried out on 20 rows, was fitted to all of them.",
    ],
  ])("is said in words that are true", (starts, optima, words) => {
    expect(told(starts, { optima })).toBe(words);
  });

  it("does not speak of a part of the rows where every start had all of them", () => {
    expect(told([start(0, -5), behind(1), behind(2)])).not.toContain("tried out");
  });

  it("leaves the count to the engine's own warning", () => {
    const warnings = [{ code: "found_once", message: "Only one of 3 starts reached this optimum." }];

    expect(told([start(0, -5), start(1, -7), behind(2)], { warnings })).toBe("How the 3 starts ended");
  });

  it("does not promise a better optimum where there is only one", () => {
    const model = { weights: [1] } as FitResult["model"];

    expect(told([start(0, -5)], { model })).toBe("One component has one optimum, and every start finds it.");
  });
});
