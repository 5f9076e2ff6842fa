import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeOf, windowOf } from "./window";

const ITEM = 30;
const ROOM = 400;

describe("a window on a long list", () => {
  it("holds what is in sight and a little more, where it would stand in the whole list", () => {
    const { from, to, top, height } = windowOf(1000, ITEM, ROOM, 3000);
    expect(height).toBe(30_000);
    expect([from, to]).toEqual([92, 123]);
    expect(top).toBeCloseTo(92 * ITEM);
  });

  it("begins with the first item and ends with the last, however long the list", () => {
    for (const count of [3, 1000, 1_000_000, 5_000_000]) {
      expect(windowOf(count, ITEM, ROOM, 0).from).toBe(0);
      const end = windowOf(count, ITEM, ROOM, 1e9);
      expect(end.to).toBe(count);
      expect(end.top + (end.to - end.from) * ITEM).toBeCloseTo(
        Math.max(end.height, count * ITEM > ROOM ? ROOM : 0),
        3,
      );
    }
  });

  it("shows any item that it is asked to show", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3_000_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (count, share) => {
          const index = Math.floor(share * count);
          const place = placeOf(index, count, ITEM, ROOM);
          const { from, to, top } = windowOf(count, ITEM, ROOM, place);
          expect(index).toBeGreaterThanOrEqual(from);
          expect(index).toBeLessThan(to);
          const at = top + (index - from) * ITEM - place;
          expect(at).toBeGreaterThan(-1);
          expect(at).toBeLessThan(ROOM);
        },
      ),
    );
  });
});
