import { describe, expect, it } from "vitest";
import { alarmsAt, meaningOf, ranked, RATES } from "./ranking";

const column = (sentence: string, surprise: number) => ({
  column: "a",
  value: 1,
  expected: 0,
  spread: 1,
  likeliest: 0,
  surprise,
  tail_probability: 0.1,
  sentence,
});

const judged = {
  scores: [1, 9, 5],
  p_values: [1, 0.01, 0.08],
  explanations: [
    { index: 1, columns: [column("a is 9", 8), column("b is 3", 3), column("c is 0", 0.1)] },
    { index: 2, columns: [column("a is 5", 1)] },
  ],
};

describe("anomalies", () => {
  it("are the rows whose p-value is no greater than the rate", () => {
    expect([...alarmsAt(judged.p_values, 0.05)]).toEqual([0, 1, 0]);
    expect([...alarmsAt(judged.p_values, 0.08)]).toEqual([0, 1, 1]);
  });

  it("are told with what is surprising, and with one reason at least", () => {
    expect(ranked(judged, 0.1)).toEqual([
      { sample: 1, pValue: 0.01, reasons: ["a is 9", "b is 3"] },
      { sample: 2, pValue: 0.08, reasons: ["a is 5"] },
    ]);
    expect(ranked(judged, 0.05)).toHaveLength(1);
  });

  it("come at rates from the least to the greatest, each in words", () => {
    expect([...RATES]).toEqual(RATES.toSorted((a, b) => a - b));
    expect(meaningOf(0.0075, 2, 1272)).toBe("At 0.75 %, 2 of 1,272 rows raise an alarm.");
    expect(meaningOf(0.05, 14, 272)).toBe("At 5 %, 14 of 272 rows raise an alarm.");
  });
});
