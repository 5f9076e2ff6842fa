import { describe, expect, it } from "vitest";
import type { FitResult } from "../../api";
import type { Run } from "../../session";
import { optimaOf } from "./optima";

const ended = (log_likelihood: number, spurious = false) =>
  ({ result: { log_likelihood, starts: [{ spurious }] } as unknown as FitResult }) as Run;

describe("optima", () => {
  it("gather runs of one height, the best first", () => {
    const optima = optimaOf([ended(-12), ended(-10), ended(-10.001), ended(-15)]);

    expect(optima.map(({ runs }) => runs.length)).toEqual([2, 1, 1]);
    expect(optima.map(({ behind }) => behind)).toEqual([0, 2, 5]);
  });

  it("do not measure by a height that means little, and name it last", () => {
    const optima = optimaOf([ended(-2, true), ended(-10), ended(-11)]);

    expect(optima.map(({ logLikelihood }) => logLikelihood)).toEqual([-10, -11, -2]);
    expect(optima[1].behind).toBe(1);
    expect(optima[2].spurious).toBe(true);
  });

  it("are none where nothing ran", () => expect(optimaOf([])).toEqual([]));
});
