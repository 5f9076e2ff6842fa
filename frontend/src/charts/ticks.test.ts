import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ticksWithin, type Fits } from "./ticks";

const across: Fits = (texts, apart) => texts.every((text) => 7 * text.length + 10 <= apart);
const up: Fits = (texts) => texts.every((text) => 7 * text.length <= 42);
const written = (interval: [number, number], pixels: number, fits: Fits) => {
  const { ticks, base } = ticksWithin(interval, pixels, 84, fits);
  return { texts: ticks.map(({ text }) => text), base };
};

describe("the ticks of an axis", () => {
  it("are plain where there is room", () => {
    expect(written([0, 100], 500, across)).toEqual({
      texts: ["0", "20", "40", "60", "80", "100"],
      base: null,
    });
  });

  it("become fewer, or are written shorter, for long numbers", () => {
    expect(written([0, 4_000_000], 500, up).texts).toEqual(["0", "1M", "2M", "3M", "4M"]);
    const { texts } = written([1.6e12, 1.7e12], 263, across);
    expect(texts.length).toBeGreaterThanOrEqual(2);
    expect(across(texts, 263 / (texts.length - 1))).toBe(true);
  });

  it("are counted from a base where only the last digits differ", () => {
    const { texts, base } = written([1_600_000_000_100, 1_600_000_000_900], 500, up);

    expect(Number(base)).toBeGreaterThan(1.5e12);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.length).toBeGreaterThan(1);
  });

  it("always fit, whatever the numbers", () => {
    const reals = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 });
    fc.assert(
      fc.property(reals, fc.double({ min: 1e-3, max: 1e12, noNaN: true }), (low, width) => {
        const { texts } = written([low, low + width], 263, up);
        expect(up(texts, 0)).toBe(true);
      }),
    );
  });
});
