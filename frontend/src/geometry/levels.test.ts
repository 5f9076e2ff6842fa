import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contoursOnScreen } from "./contours";
import { logDensity } from "./density";
import { densityCurves, intervalsAbove } from "./curves";
import { enclosingLevels } from "./levels";
import { marginal } from "./mixture";
import { anyMixture, gaussian, randomSamples, twoComponents } from "./mixtures.fixture";
import { dataPoint } from "./points";
import { projectionOnto, toData } from "./projection";

const PROBABILITIES = [0.5, 0.8, 0.95];

describe("the level that encloses a probability", () => {
  it("is the textbook's for one Gaussian: a chi-square quantile", () => {
    const levels = enclosingLevels(gaussian(), PROBABILITIES);

    // With two columns the density at the edge of a region of probability p is (1 - p) times its peak.
    PROBABILITIES.forEach((p, i) => {
      expect(levels[i]).toBeCloseTo(-Math.log(2 * Math.PI) + Math.log(1 - p), 1.5);
    });
  });

  it("holds that share of the mixture's samples, whatever the mixture", () => {
    fc.assert(
      fc.property(anyMixture, (mixture) => {
        const levels = enclosingLevels(mixture, PROBABILITIES);
        const densities = logDensity(mixture, randomSamples(mixture, 20_000));

        PROBABILITIES.forEach((p, i) => {
          const held = densities.filter((value) => value >= levels[i]).length / densities.length;
          // Four standard errors of a share of 20 000 samples, and the levels' own hundredth.
          expect(Math.abs(held - p)).toBeLessThan(0.02);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("falls as the probability grows, and is the same every time", () => {
    const levels = enclosingLevels(twoComponents, PROBABILITIES);

    expect(levels).toEqual(levels.toSorted((a, b) => b - a));
    expect(enclosingLevels(twoComponents, PROBABILITIES)).toEqual(levels);
  });

  it("follows the scale of the data: ten times the unit, a hundredth of the density", () => {
    const [level] = enclosingLevels(gaussian(1), [0.8]);
    const [wide] = enclosingLevels(gaussian(100), [0.8]);

    expect(wide).toBeCloseTo(level - Math.log(100), 9);
  });

  it("bounds stretches of the axis that hold the probability when there is one column", () => {
    const line = marginal(twoComponents, [0]);
    const curves = densityCurves(line, [-10, 12]);
    const [level] = enclosingLevels(line, [0.8]);

    const stretches = intervalsAbove(curves, Math.exp(level));

    let held = 0;
    for (let i = 1; i < curves.places.length; i++) {
      const middle = (curves.places[i - 1] + curves.places[i]) / 2;
      if (stretches.some(([from, to]) => middle > from && middle < to))
        held += ((curves.total[i - 1] + curves.total[i]) / 2) * (curves.places[i] - curves.places[i - 1]);
    }
    expect(held).toBeCloseTo(0.8, 1.5);
  });
});

describe("a contour", () => {
  const frame = { left: 0, top: 0, width: 600, height: 400 };
  const projection = projectionOnto(frame, [-12, 12], [-8, 8]);

  it("runs where the density has its level", () => {
    const levels = enclosingLevels(twoComponents, PROBABILITIES);

    const lines = contoursOnScreen(twoComponents, levels, projection, frame);

    for (const { level, rings } of lines) {
      expect(rings.length).toBeGreaterThan(0);
      const places = rings.flat().map((point) => toData(projection, point));
      const values = Float64Array.from(places.flatMap(({ x, y }) => [x, y]));
      const found = logDensity(twoComponents, { values, count: places.length, dimensions: 2 });
      for (const value of found) expect(Math.abs(value - level)).toBeLessThan(0.05);
    }
  });

  it("keeps its label clear of the others", () => {
    const lines = contoursOnScreen(gaussian(), [-4, -4.05, -4.1], projection, frame);

    const labels = lines.flatMap(({ label }) => (label ? [label] : []));

    expect(labels).toHaveLength(3);
    labels.forEach((one, i) =>
      labels.slice(i + 1).forEach((other) => {
        expect(Math.abs(one.x - other.x) > 40 || Math.abs(one.y - other.y) > 15).toBe(true);
      }),
    );
  });

  it("carries its label where it can be seen, and none where it cannot", () => {
    const aside = projectionOnto(frame, [1000, 1010], [1000, 1010]);

    const [inSight] = contoursOnScreen(gaussian(), [-4], projection, frame);
    const [outOfSight] = contoursOnScreen(gaussian(), [-4], aside, frame);

    expect(inSight.label).not.toBeNull();
    expect(outOfSight.label).toBeNull();
    expect(toData(projection, inSight.label ?? inSight.rings[0][0]).y).toBeGreaterThan(dataPoint(0, 1).y);
  });
});
