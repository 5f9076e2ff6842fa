import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { FitResult } from "../../api";
import { show } from "../../test/render";
import { SessionProvider, SETTINGS } from "../../session";
import { ResultPanel } from "./ResultPanel";

const model: FitResult["model"] = {
  schema_version: 1,
  covariance_type: "full",
  columns: ["length", "<b>width</b>"],
  weights: [0.75, 0.25],
  means: [
    [1.2345, 20],
    [-3, 40],
  ],
  covariances: [
    [
      [0.04, 0],
      [0, 4],
    ],
    [
      [1, 0],
      [0, 9],
    ],
  ],
};

const start = (
  number: number,
  log_likelihood: number,
  part: Partial<FitResult["starts"][number]> = {},
): FitResult["starts"][number] => ({
  start: number,
  init: "k-means++",
  log_likelihood,
  n_iterations: 9,
  converged: true,
  stop_reason: "converged",
  n_samples: 1200,
  spurious: false,
  ...part,
});

const result: FitResult = {
  model_id: "m",
  model,
  n_samples: 1200,
  n_parameters: 11,
  log_likelihood: -321.98765,
  bic: 700.55,
  aic: 650.1,
  icl: 705,
  n_iterations: 9,
  converged: true,
  stop_reason: "converged",
  stop_message: "Converged at last.",
  labels: [],
  starts: [start(0, -321.98765), start(1, -330), start(2, -321.9881)],
  best_start: 0,
  optima: [
    { log_likelihood: -321.98765, n_samples: 1200, starts: [0, 2], spurious: false },
    { log_likelihood: -330, n_samples: 1200, starts: [1], spurious: false },
  ],
  component_order: [0, 1],
  warnings: [{ code: "constant_column", message: "The column width is constant." }],
};

const finished = (part: FitResult) => ({
  selection: {
    columns: ["length", "<b>width</b>"],
    values: new Float64Array(),
    count: 0,
    dimensions: 2,
    rowNumbers: new Uint32Array(),
    leftOut: 0,
  },
  settings: SETTINGS,
  gait: "steps" as const,
  iterations: [],
  byHand: false,
  result: part,
});

const panel = (part: FitResult | null, onLeap: (() => void) | null = null) => (
  <SessionProvider openView="components">
    <ResultPanel mixture={model} atEnd run={part && finished(part)} onLeap={onLeap} />
  </SessionProvider>
);

describe("the result", () => {
  it("has a row for each component, with as many digits as its spread deserves", () => {
    show(panel(null));

    const [, first, second] = within(screen.getByRole("table")).getAllByRole("row");
    expect(first).toHaveTextContent("75 %");
    expect(first).toHaveTextContent("1.234 ± 0.200");
    expect(second).toHaveTextContent("−3.00 ± 1.00");
  });

  it("writes hostile column names as they are", () => {
    show(panel(null));

    expect(screen.getByText("<b>width</b>")).toBeInTheDocument();
  });

  it("says why EM stopped, what it warns of, and how the starts agreed", () => {
    show(panel(result));

    expect(screen.getByText(/Converged at last\./)).toHaveTextContent(
      "1,200 samples, 11 free parameters, log-likelihood −321.98765.",
    );
    expect(screen.getByText("The column width is constant.")).toBeInTheDocument();
    expect(
      screen.getByText("2 of the 3 starts led to this optimum. 1 other optimum is lower."),
    ).toBeInTheDocument();
    expect(screen.getByText("700.5")).toBeInTheDocument();
  });

  it("does not claim a result while the fit is under way", () => {
    show(panel(null));

    expect(screen.queryByText("BIC")).not.toBeInTheDocument();
  });

  it("says once that EM was cut short, and offers to go on", async () => {
    const onLeap = vi.fn<() => void>();
    const stop_message = "Stopped at the iteration limit before converging; raise max_iter.";
    const cut: FitResult = {
      ...result,
      stop_reason: "iteration_limit",
      stop_message,
      warnings: [{ code: "not_converged", message: stop_message }],
    };
    const { person } = show(panel(cut, onLeap));

    expect(screen.getAllByText(/iteration limit/)).toHaveLength(1);
    await person.click(screen.getByRole("button", { name: "Go on with leaps" }));

    expect(onLeap).toHaveBeenCalledOnce();
  });
});
