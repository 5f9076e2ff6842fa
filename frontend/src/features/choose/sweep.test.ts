import { describe, expect, it } from "vitest";
import type { Cell, SelectEvent } from "../../api";
import { evidence, written } from "./criteria";
import { begunSweep, bestOf, criterionOf, numbers, progressOf, swept, USUAL_SWEEP } from "./sweep";

const cell = (part: Partial<Cell>): Extract<SelectEvent, { event: "cell" }> => ({
  event: "cell",
  n_components: 2,
  covariance_type: "full",
  letters: "VVV",
  log_likelihood: -10,
  n_parameters: 11,
  bic: 100,
  aic: 90,
  icl: 101,
  icl_entropy: 102,
  n_iterations: 4,
  converged: true,
  sound: true,
  passed_over: null,
  cross_validation: null,
  ...part,
});

describe("a sweep", () => {
  it("has the last word on a cell", () => {
    const sweep = [cell({ bic: 100 }), cell({ bic: 90 })].reduce(swept, begunSweep(USUAL_SWEEP));

    expect([...sweep.cells.values()].map(({ bic }) => bic)).toEqual([90]);
  });

  it("counts how far it is, failures included", () => {
    const options = { ...USUAL_SWEEP, least: 1, most: 2, structures: ["full", "tied"] as const };
    const failure = {
      event: "failure",
      n_components: 2,
      covariance_type: "tied",
      letters: "EEE",
      reason: "No.",
    } as const;
    const sweep = [cell({}), failure].reduce(swept, begunSweep(options));

    expect(progressOf(sweep)).toMatchObject({ words: "Fitted 2 of 4 mixtures", share: 0.5 });
    const validated = { ...sweep, options: { ...options, crossValidate: true } };
    expect(progressOf(validated).share).toBe(0.25);
  });

  it("tells which data set a test is at", () => {
    const sweep = swept(begunSweep(USUAL_SWEEP), { event: "replicate", n_components: 1, done: 3, of: 99 });

    expect(progressOf(sweep).words).toBe("Testing 1 against 2 components: 3 of 99 data sets");
  });

  it("prefers the smallest criterion among mixtures that may be chosen", () => {
    const cells = [cell({ bic: 80, sound: false }), cell({ bic: 90, icl: 99 }), cell({ bic: 91, icl: 92 })];

    expect(bestOf(cells, "bic")?.bic).toBe(90);
    expect(bestOf(cells, "icl")?.icl).toBe(92);
    expect(bestOf(cells, "cross_validation")).toBeNull();
  });

  it("puts held-out likelihood on the scale of BIC", () => {
    const validated = cell({ cross_validation: { log_likelihood: -12, standard_error: 1 } });

    expect(criterionOf(validated, "cross_validation")).toBe(24);
  });

  it("tries every number between its ends, whichever is the greater", () => {
    expect(numbers({ least: 2, most: 4 })).toEqual([2, 3, 4]);
    expect(numbers({ least: 3, most: 3 })).toEqual([3]);
  });
});

describe("how far a mixture is behind", () => {
  it("is put in the words of Kass and Raftery", () => {
    expect([0, 1.9, 2, 6, 10].map(evidence)).toEqual(["best", "close", "positive", "strong", "far"]);
  });

  it("is written as finely as it matters", () => {
    expect([0, 5.84, 9.94, 9.96, 1234.5].map(written)).toEqual(["0.0", "5.8", "9.9", "10", "1,235"]);
  });
});
