import { describe, expect, it } from "vitest";
import { screenPoint } from "../../geometry/points";
import { moveBy, sprayed } from "./strokes";

const frame = { left: 50, top: 30, width: 100, height: 60 };

describe("a spray", () => {
  it("scatters around the pointer", () => {
    let seed = 1;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const places = Array.from({ length: 2000 }, () => sprayed(screenPoint(10, 20), random));
    const mean = places.reduce((sum, { x }) => sum + x, 0) / places.length;
    const spread = Math.sqrt(places.reduce((sum, { y }) => sum + (y - 20) ** 2, 0) / places.length);

    expect(mean).toBeCloseTo(10, 0);
    expect(spread).toBeGreaterThan(8);
    expect(spread).toBeLessThan(10);
  });
});

describe("the cross", () => {
  it("goes where arrow keys send it, and no further than the frame", () => {
    expect(moveBy("ArrowRight", false, screenPoint(60, 40), frame)).toEqual({ x: 70, y: 40 });
    expect(moveBy("ArrowUp", true, screenPoint(60, 40), frame)).toEqual({ x: 60, y: 30 });
    expect(moveBy("a", false, screenPoint(60, 40), frame)).toBeNull();
  });
});
