import { expect, it } from "vitest";
import { clusterColours } from "./clusterColours";
import { componentColour } from "./colours";

it("gives every sample the colour of its cluster's first component, and noise a grey", () => {
  const colours = clusterColours([1, 0, -1], [[0, 2], [1]]);

  expect(Array.from(colours.subarray(0, 3))).toEqual([...componentColour(1)]);
  expect(Array.from(colours.subarray(3, 6))).toEqual([...componentColour(0)]);
  expect(new Set(colours.slice(6)).size).toBe(1);
});
