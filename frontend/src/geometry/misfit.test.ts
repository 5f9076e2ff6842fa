import { expect, it } from "vitest";
import { badlyExplained } from "./misfit";

it("is among the worst samples, but not the one that lies farthest off", () => {
  const logDensity = Float64Array.from({ length: 100 }, (_, n) => -n);
  logDensity[50] = -1e9;

  const sample = badlyExplained(logDensity);

  expect(sample).not.toBe(50);
  expect(sample).toBeGreaterThan(90);
});

it("is the only sample where there is one", () => {
  expect(badlyExplained(Float64Array.of(-3))).toBe(0);
});
