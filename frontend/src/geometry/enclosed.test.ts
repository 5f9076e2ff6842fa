import { expect, it } from "vitest";
import { enclosedAt } from "./enclosed";
import { gaussian } from "./mixtures.fixture";

it("is 1 - exp(-r²/2) at a distance of r standard deviations in two columns", () => {
  const at = (r: number) => -Math.log(2 * Math.PI) - (r * r) / 2;
  for (const r of [0.5, 1, 2])
    expect(enclosedAt(gaussian(), at(r))).toBeCloseTo(1 - Math.exp((-r * r) / 2), 1);
  expect(enclosedAt(gaussian(), at(6))).toBe(1);
});
