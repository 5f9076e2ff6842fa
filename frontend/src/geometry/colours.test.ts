import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  blend,
  componentColour,
  inkOn,
  isDashed,
  luminance,
  PALETTE,
  softColours,
  uniformColours,
} from "./colours";

const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

describe("the colour of a point", () => {
  it("is its component's own where that one answers alone", () => {
    PALETTE.forEach((colour, k) => {
      const alone = Float32Array.from(PALETTE, (_, j) => (j === k ? 1 : 0));

      expect([...softColours(alone, PALETTE.length)]).toEqual([...colour]);
    });
  });

  it("lies between the two where two share it", () => {
    fc.assert(
      fc.property(fc.float({ min: 0, max: 1, noNaN: true }), (share) => {
        const mixed = softColours(Float32Array.of(share, 1 - share), 2);

        mixed.forEach((value, channel) => {
          const ends = [componentColour(0)[channel], componentColour(1)[channel]];
          expect(value).toBeGreaterThanOrEqual(Math.min(...ends) - 1);
          expect(value).toBeLessThanOrEqual(Math.max(...ends) + 1);
        });
      }),
    );
  });

  it("moves from one to the other without a jump at either end", () => {
    const from = uniformColours(2, [10, 20, 30]);
    const to = uniformColours(2, [110, 220, 130]);

    expect(blend(from, to, 0)).toBe(from);
    expect(blend(from, to, 1)).toBe(to);
    expect([...blend(from, to, 0.5)].slice(0, 3)).toEqual([60, 120, 80]);
  });
});

describe("the colour of a component", () => {
  it("depends on its number alone, and past the seventh comes again dashed", () => {
    expect(componentColour(9)).toEqual(componentColour(2));
    expect(isDashed(2)).toBe(false);
    expect(isDashed(9)).toBe(true);
  });

  it("carries a number that can be read", () => {
    for (const colour of PALETTE) {
      const ink = inkOn(colour) === "#000" ? 0 : 1;
      expect(contrast(luminance(colour), ink)).toBeGreaterThan(4.5);
    }
  });
});
