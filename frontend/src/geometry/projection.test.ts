import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataPoint, paddedExtent } from "./points";
import { projectAll, projectionOnto, toData, toScreen, visibleIntervals, zoomed } from "./projection";

const frame = { left: 50, top: 30, width: 640, height: 360 };
const coordinate = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const zoom = fc.record({
  k: fc.double({ min: 0.5, max: 400, noNaN: true }),
  x: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  y: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
});

describe("a projection", () => {
  it("brings every point back from the screen, zoomed or not", () => {
    fc.assert(
      fc.property(coordinate, coordinate, zoom, (x, y, by) => {
        const projection = zoomed(projectionOnto(frame, [-1e6, 1e6], [-1e6, 1e6]), by);

        const back = toData(projection, toScreen(projection, dataPoint(x, y)));

        expect(Math.abs(back.x - x)).toBeLessThan(1e-4);
        expect(Math.abs(back.y - y)).toBeLessThan(1e-4);
      }),
    );
  });

  it("draws what is greater higher up and further right", () => {
    const projection = projectionOnto(frame, [0, 10], [0, 10]);

    expect(toScreen(projection, dataPoint(0, 0))).toEqual({ x: 50, y: 390 });
    expect(toScreen(projection, dataPoint(10, 10))).toEqual({ x: 690, y: 30 });
  });

  it("shows the whole domain until somebody zooms", () => {
    const visible = visibleIntervals(projectionOnto(frame, [2, 7], [-3, 4]), frame);

    expect(visible.x[0]).toBeCloseTo(2);
    expect(visible.x[1]).toBeCloseTo(7);
    expect(visible.y[0]).toBeCloseTo(-3);
    expect(visible.y[1]).toBeCloseTo(4);
  });

  it("projects all points as it projects one", () => {
    const projection = projectionOnto(frame, [0, 4], [0, 4]);

    const pixels = projectAll(projection, Float64Array.of(1, 3), Float64Array.of(2, 0));

    const first = toScreen(projection, dataPoint(1, 2));
    expect([pixels[0], pixels[1]]).toEqual([first.x, first.y]);
  });
});

describe("the padded extent", () => {
  it("holds every value and is never empty, also for constant or missing data", () => {
    fc.assert(
      fc.property(fc.array(coordinate), (values) => {
        const [low, high] = paddedExtent(values);

        expect(high).toBeGreaterThan(low);
        for (const value of values) expect(value >= low && value <= high).toBe(true);
      }),
    );
  });
});
