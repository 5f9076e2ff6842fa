import { expect, it } from "vitest";
import { PALETTE } from "../../geometry/colours";
import { evaluate } from "../../geometry/density";
import { randomSamples, twoComponents } from "../../geometry/mixtures.fixture";
import { hardColours, leaders, nearestMeans } from "./hard";

const identity = [
  [1, 0],
  [0, 1],
];

it("the nearest mean is the leader under round components of one size and weight, and only there for sure", () => {
  const round = { ...twoComponents, weights: [0.5, 0.5], covariances: [identity, identity] };
  const samples = randomSamples(twoComponents, 300);

  const nearest = nearestMeans(round, samples);

  expect(nearest).toEqual(leaders(evaluate(round, samples).responsibilities, 2));
  expect(nearest).not.toEqual(leaders(evaluate(twoComponents, samples).responsibilities, 2));
});

it("hard colours are those of the components", () => {
  expect([...hardColours(Uint16Array.of(1, 0))]).toEqual([...PALETTE[1], ...PALETTE[0]]);
});
