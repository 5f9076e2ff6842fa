import katex from "katex";
import { describe, expect, it } from "vitest";
import type { Term } from "../../geometry/terms";
import { filledMean, filledResponsibility, filledWeight } from "./formulas";
import { fromLog, texFromLog } from "./tex";

const joints = (...values: number[]): Term[] => {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => ({
    weight: 0.5,
    logDensity: Math.log(value / 0.5),
    logJoint: Math.log(value),
    responsibility: value / total,
  }));
};

const typesets = (tex: string) =>
  expect(() => katex.renderToString(tex, { displayMode: true, throwOnError: true })).not.toThrow();

describe("numbers from logarithms", () => {
  it("are plain where they are everyday ones, and powers of ten where they are not", () => {
    expect(fromLog(Math.log(0.25))).toBe("0.25");
    expect(fromLog(Math.log(2.5e-7))).toBe("2.50 × 10⁻⁷");
    expect(fromLog(-2000)).toBe("2.58 × 10⁻⁸⁶⁹");
    expect(fromLog(Math.log(9.9999e-8))).toBe("1.00 × 10⁻⁷");
    expect(fromLog(-Infinity)).toBe("0");
    expect(texFromLog(Math.log(2.5e-7))).toBe(String.raw`2.50\!\times\!10^{-7}`);
  });
});

describe("the filled formulas", () => {
  it("divide a component's term by the sum of all, and say the same in words", () => {
    const { tex, spoken } = filledResponsibility(joints(0.03, 0.01), 0);

    expect(tex).toContain("=0.75");
    expect(spoken).toBe("The responsibility of component 1 is 0.03 over 0.04, which is 75 %.");
    typesets(tex);
  });

  it("gather the small terms of many components, but never the one they are about", () => {
    const terms = joints(0.1, 0.2, 0.3, 0.4, 0.001, 0.002);

    const { tex } = filledResponsibility(terms, 4);

    expect(tex).toContain(String.raw`\text{others}`);
    expect(tex.match(/colorbox/g)).toHaveLength(4);
    typesets(tex);
  });

  it("write means of one column and of two", () => {
    const two = filledMean(1, 97.3, 0.87, [3.6, 79], [2.04, -54.5]);
    const one = filledMean(0, 10, 1e-9, [3.6], [2.04]);

    expect(two.tex).toContain("-54.5");
    expect(two.spoken).toContain("(3.6, 79)");
    for (const { tex } of [two, one, filledWeight(0, 97.3, 272, 0.3577)]) typesets(tex);
  });
});
