import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spread } from "./spread";

const wishes = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 8 });

describe("labels that are spread", () => {
  it("stay where they wish to stand when there is room", () => {
    expect(spread([10, 50, 30], 10, 0, 100)).toEqual([10, 50, 30]);
  });

  it("part evenly around what they wish for together", () => {
    expect(spread([50, 50], 10, 0, 100)).toEqual([45, 55]);
  });

  it("never stand closer than the gap, nor outside, and keep their order", () => {
    fc.assert(
      fc.property(wishes, (wished) => {
        const places = spread(wished, 12, 0, 100);
        const order = wished.map((_, i) => i).toSorted((a, b) => wished[a] - wished[b]);
        order.slice(1).forEach((label, i) => {
          expect(places[label] - places[order[i]]).toBeGreaterThanOrEqual(12 - 1e-9);
        });
        expect(Math.min(...places)).toBeGreaterThanOrEqual(-1e-9);
        expect(Math.max(...places)).toBeLessThanOrEqual(100 + 1e-9);
      }),
    );
  });
});
