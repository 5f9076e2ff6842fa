import { describe, expect, it } from "vitest";
import { ApiProblem, type FitEvent, type FitResult } from "../api";
import type { Selection } from "../geometry/table";
import { fitReducer, initialState, type FitState } from "./fitState";
import { SETTINGS } from "./settings";

const selection: Selection = {
  columns: ["x"],
  values: Float64Array.of(1, 2, 3),
  count: 3,
  dimensions: 1,
  rowNumbers: Uint32Array.of(1, 2, 3),
  leftOut: 0,
};

const model = (weights: number[]): FitResult["model"] => ({
  schema_version: 1,
  covariance_type: "full",
  columns: ["x"],
  weights,
  means: weights.map((weight) => [10 * weight]),
  covariances: weights.map(() => [[1]]),
});

const iteration = (start: number, number: number, weights: number[]): FitEvent => ({
  event: "iteration",
  start,
  iteration: number,
  log_likelihood: -10 + number,
  model: model(weights),
});

const result: FitEvent = {
  event: "result",
  model_id: "m",
  model: model([0.7, 0.3]),
  n_samples: 3,
  n_parameters: 5,
  log_likelihood: -9,
  bic: 1,
  aic: 1,
  icl: 1,
  n_iterations: 1,
  converged: true,
  stop_reason: "converged",
  stop_message: "Converged.",
  labels: [0, 0, 1],
  starts: [],
  best_start: 1,
  component_order: [1, 0],
  warnings: [],
};

const begun: FitState = fitReducer(initialState(selection), {
  type: "begin",
  selection,
  settings: SETTINGS,
  gait: "steps",
});
const after = (...events: FitEvent[]) => fitReducer(begun, { type: "events", events });

describe("a fit", () => {
  it("shows the latest iteration of the start under way", () => {
    const { progress } = after(
      iteration(0, 0, [0.5, 0.5]),
      iteration(0, 1, [0.4, 0.6]),
      iteration(1, 0, [0.2, 0.8]),
    );

    expect(progress?.start).toBe(1);
    expect(progress?.run.iterations.map(({ mixture }) => mixture.weights)).toEqual([[0.2, 0.8]]);
  });

  it("keeps the best start's iterations, numbered as the result numbers its components", () => {
    const { settled, progress } = after(
      iteration(0, 0, [0.5, 0.5]),
      iteration(1, 0, [0.4, 0.6]),
      iteration(1, 1, [0.3, 0.7]),
      result,
    );

    expect(progress).toBeNull();
    expect(settled.iterations.map(({ mixture }) => mixture.weights)).toEqual([
      [0.6, 0.4],
      [0.7, 0.3],
    ]);
    expect(settled.iterations.at(-1)?.mixture.weights).toEqual(settled.result?.model.weights);
  });

  it("never lets through a mixture that is not finite", () => {
    expect(after(iteration(0, 0, [NaN, 1])).progress?.run.iterations).toEqual([]);
  });

  it("leaves the last result in sight when a later fit fails or is cancelled", () => {
    const done = after(iteration(1, 0, [0.3, 0.7]), result);
    const again = fitReducer(done, { type: "begin", selection, settings: SETTINGS, gait: "steps" });

    const failed = fitReducer(again, { type: "fail", problem: new ApiProblem("unreachable", "Away.") });
    const cancelled = fitReducer(again, { type: "cancel" });

    expect(failed.settled).toBe(done.settled);
    expect(failed.problem?.message).toBe("Away.");
    expect(cancelled.settled).toBe(done.settled);
    expect(cancelled.cancelled).toBe(true);
  });

  it("says nothing more of a problem once the settings have changed", () => {
    const failed = fitReducer(begun, {
      type: "fail",
      problem: new ApiProblem("refused", "Lower K.", "n_components"),
    });

    expect(fitReducer(failed, { type: "edit" }).problem).toBeNull();
  });

  it("hears nothing more once it has been cancelled", () => {
    const cancelled = fitReducer(begun, { type: "cancel" });

    expect(fitReducer(cancelled, { type: "events", events: [iteration(0, 0, [1]), result] })).toEqual(
      cancelled,
    );
  });

  it("is forgotten when other data are opened", () => {
    const opened = fitReducer(after(iteration(1, 0, [0.3, 0.7]), result), { type: "open", selection });

    expect(opened.settled.result).toBeNull();
    expect(opened.settled.iterations).toEqual([]);
  });
});
