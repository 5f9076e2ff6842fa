import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covariance2, covarianceOnScreen, principalAxes, type Covariance2 } from "./ellipse";
import { handlesOf, HANDLE_SIGMAS, pulled, stretched } from "./handles";
import { anyMixture } from "./mixtures.fixture";
import { screenPoint } from "./points";
import { projectionOnto } from "./projection";

/** Unequal scales, as nearly always: 60 pixels a unit across, 4 up. */
const frame = { left: 50, top: 20, width: 600, height: 400 };
const projection = projectionOnto(frame, [0, 10], [0, 100]);
const centre = screenPoint(300, 200);

const tilted: Covariance2 = { xx: 2, xy: 3, yy: 80 };

const squaredDistance = ({ xx, xy, yy }: Covariance2, x: number, y: number) =>
  (yy * x * x - 2 * xy * x * y + xx * y * y) / (xx * yy - xy * xy);

describe("handles", () => {
  it("stand on the ellipse of two standard deviations, at the ends of its axes", () => {
    const seen = covarianceOnScreen(tilted, projection);

    for (const { at } of handlesOf(tilted, centre, projection, frame))
      expect(squaredDistance(seen, at.x - centre.x, at.y - centre.y)).toBeCloseTo(HANDLE_SIGMAS ** 2, 8);
  });

  it("stay in sight where an axis ends outside of the plot", () => {
    const huge = { xx: 100, xy: 0, yy: 4 };

    const [major, minor] = handlesOf(huge, centre, projection, frame);

    expect(major.at.x).toBeLessThanOrEqual(frame.left + frame.width);
    expect(major.share).toBeLessThan(1);
    expect(major.share * HANDLE_SIGMAS * 10 * projection.scaleX).toBeCloseTo(
      Math.abs(major.at.x - centre.x),
      6,
    );
    expect(minor.share).toBe(1);
  });

  it("are at right angles on the screen", () => {
    const [major, minor] = handlesOf(tilted, centre, projection, frame).map(({ at }) => [
      at.x - centre.x,
      at.y - centre.y,
    ]);

    expect(major[0] * minor[0] + major[1] * minor[1]).toBeCloseTo(0, 6);
  });
});

describe("an axis that is pulled", () => {
  it("ends where it was pulled to, and the other keeps its length", () => {
    const place = fc.double({ min: -150, max: 150, noNaN: true });
    fc.assert(
      fc.property(
        anyMixture,
        place,
        place,
        fc.constantFrom("major" as const, "minor" as const),
        (mixture, x, y, axis) => {
          fc.pre(Math.hypot(x, y) > 10);
          const covariance = covariance2(mixture.covariances[0]);
          const before = principalAxes(covarianceOnScreen(covariance, projection))[
            axis === "major" ? "minor" : "major"
          ];

          const after = pulled(covariance, axis, screenPoint(x, y), projection, "any");

          const seen = covarianceOnScreen(after, projection);
          expect(squaredDistance(seen, x, y)).toBeCloseTo(HANDLE_SIGMAS ** 2, 6);
          const { major, minor } = principalAxes(seen);
          // An axis too short to be taken hold of is given the least length there is.
          const kept = Math.max(before, 1.5);
          expect(Math.min(Math.abs(major - kept), Math.abs(minor - kept))).toBeLessThan(1e-6 * kept);
          expect(after.xx * after.yy - after.xy ** 2).toBeGreaterThan(0);
        },
      ),
    );
  });

  it("never gets so short that the covariance were none", () => {
    for (const axis of ["major", "minor"] as const) {
      const { xx, xy, yy } = pulled(tilted, axis, screenPoint(0, 0), projection, "any");
      expect(xx * yy - xy * xy).toBeGreaterThan(0);
    }
  });

  it("stays along the plot's axes where components are never tilted", () => {
    const upright = { xx: 1, xy: 0, yy: 25 };

    const after = pulled(upright, "major", screenPoint(3, -200), projection, "along the axes");

    expect(after.xy).toBe(0);
    expect([after.xx, after.yy].filter((value, i) => value !== [upright.xx, upright.yy][i])).toHaveLength(1);
  });

  it("makes a round component larger in all directions", () => {
    const round = { xx: 4, xy: 0, yy: 4 };

    const after = pulled(round, "minor", screenPoint(0, -64), projection, "size");

    expect(after.xx).toBeCloseTo(after.yy, 12);
    expect(after.xx).toBeCloseTo(64, 8);
  });
});

describe("an ellipse that is stretched and turned by keys", () => {
  it("comes back when it is turned and stretched back", () => {
    const there = stretched(tilted, 1.25, 0.3, projection);
    const back = stretched(there, 1 / 1.25, -0.3, projection);

    expect(back.xx).toBeCloseTo(tilted.xx, 10);
    expect(back.xy).toBeCloseTo(tilted.xy, 10);
    expect(back.yy).toBeCloseTo(tilted.yy, 10);
  });
});
