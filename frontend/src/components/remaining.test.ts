import { describe, expect, it } from "vitest";
import { remaining } from "./remaining";

describe("the time that is left", () => {
  it("is not guessed before there is something to go by", () => {
    expect(remaining(10_000, 0)).toBeNull();
    expect(remaining(1_000, 0.5)).toBeNull();
  });

  it("is told as finely as an estimate deserves", () => {
    expect(remaining(9_900, 0.99)).toBe("a moment left");
    expect(remaining(6_000, 0.5)).toBe("about 6 seconds left");
    expect(remaining(10_000, 0.21)).toBe("about 40 seconds left");
    expect(remaining(60_000, 0.5)).toBe("about a minute left");
    expect(remaining(60_000, 0.2)).toBe("about 4 minutes left");
  });

  it("shrinks as the share grows", () => {
    expect(remaining(20_000, 0.9)).toBe("about 2 seconds left");
  });
});
