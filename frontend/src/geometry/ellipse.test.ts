import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ellipseOnScreen, principalAxes } from "./ellipse";
import { projectionOnto } from "./projection";

const angle = fc.double({ min: -1.5, max: 1.5, noNaN: true });
const length = fc.double({ min: 0.1, max: 10, noNaN: true });

/** A covariance with the given standard deviations along and across a direction. */
function turned(along: number, across: number, by: number) {
  const [c, s] = [Math.cos(by), Math.sin(by)];
  return {
    xx: along ** 2 * c * c + across ** 2 * s * s,
    xy: (along ** 2 - across ** 2) * s * c,
    yy: along ** 2 * s * s + across ** 2 * c * c,
  };
}

/** Axes have no head and no tail: angles are equal up to half a turn. */
const axisDifference = (a: number, b: number) => Math.abs(Math.sin(a - b));

describe("the principal axes of a covariance", () => {
  it("stand upright for a tall, uncorrelated component", () => {
    const { major, minor, angle: by } = principalAxes({ xx: 1, xy: 0, yy: 9 });

    expect(major).toBeCloseTo(3);
    expect(minor).toBeCloseTo(1);
    expect(axisDifference(by, Math.PI / 2)).toBeLessThan(1e-12);
  });

  it("lie down for a wide, uncorrelated component", () => {
    expect(axisDifference(principalAxes({ xx: 9, xy: 0, yy: 1 }).angle, 0)).toBeLessThan(1e-12);
  });

  it("give back the lengths and the direction that made the covariance", () => {
    fc.assert(
      fc.property(length, length, angle, (a, b, by) => {
        const [along, across] = [Math.max(a, b) + 0.1, Math.min(a, b)];

        const axes = principalAxes(turned(along, across, by));

        expect(axes.major).toBeCloseTo(along, 6);
        expect(axes.minor).toBeCloseTo(across, 5);
        expect(axisDifference(axes.angle, by)).toBeLessThan(1e-5);
      }),
    );
  });

  it("turn with the data", () => {
    fc.assert(
      fc.property(length, angle, angle, (along, first, by) => {
        const before = principalAxes(turned(along + 1, along, first));
        const after = principalAxes(turned(along + 1, along, first + by));

        expect(axisDifference(after.angle, before.angle + by)).toBeLessThan(1e-6);
        expect(after.major).toBeCloseTo(before.major, 6);
      }),
    );
  });
});

describe("an ellipse on the screen", () => {
  it("passes through the points that lie so many standard deviations from the mean, whatever the scales", () => {
    const projection = projectionOnto({ left: 10, top: 20, width: 500, height: 80 }, [-5, 5], [-100, 300]);
    const mean = [1, 40];
    const covariance = [
      [4, 30],
      [30, 900],
    ];

    const ellipse = ellipseOnScreen(mean, covariance, 2, projection);

    for (let turn = 0; turn < 2 * Math.PI; turn += 0.3) {
      const [u, v] = [ellipse.major * Math.cos(turn), ellipse.minor * Math.sin(turn)];
      const x = ellipse.centre.x + u * Math.cos(ellipse.angle) - v * Math.sin(ellipse.angle);
      const y = ellipse.centre.y + u * Math.sin(ellipse.angle) + v * Math.cos(ellipse.angle);
      const dx = (x - projection.offsetX) / projection.scaleX - mean[0];
      const dy = (y - projection.offsetY) / projection.scaleY - mean[1];
      const determinant = 4 * 900 - 30 * 30;
      const squaredMahalanobis = (900 * dx * dx - 60 * dx * dy + 4 * dy * dy) / determinant;
      expect(squaredMahalanobis).toBeCloseTo(4, 8);
    }
  });
});
