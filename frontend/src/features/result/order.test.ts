import { describe, expect, it } from "vitest";
import { twoComponents } from "../../geometry/mixtures.fixture";
import { ordered, turned } from "./order";

describe("the order of components", () => {
  it("is that of their numbers, of their weights, or of their means", () => {
    expect(ordered(twoComponents, null)).toEqual([0, 1]);
    expect(ordered(twoComponents, { by: "weight", descending: true })).toEqual([1, 0]);
    expect(ordered(twoComponents, { by: 0, descending: false })).toEqual([0, 1]);
    expect(ordered(twoComponents, { by: 1, descending: false })).toEqual([1, 0]);
  });

  it("turns with every click on a heading, and the third brings the numbers back", () => {
    const first = turned(null, "weight");
    expect(first).toEqual({ by: "weight", descending: true });
    expect(turned(first, 1)).toEqual({ by: 1, descending: true });
    expect(turned(first, "weight")).toEqual({ by: "weight", descending: false });
    expect(turned(turned(first, "weight"), "weight")).toBeNull();
  });
});
