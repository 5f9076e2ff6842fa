import { describe, expect, it } from "vitest";
import { luminance, PALETTE, type Colour } from "./colours";
import { columnColours } from "./columnColours";

const all = (count: number) => Uint32Array.from({ length: count }, (_, n) => n + 1);
const colourOf = (colours: Uint8ClampedArray, n: number) =>
  Array.from(colours.subarray(3 * n, 3 * n + 3)) as unknown as Colour;

describe("the colours of a column", () => {
  it("are lighter the larger a number is", () => {
    const colours = columnColours([0, 1, 2, 3, 4, 5, 6, 7], all(8));
    const light = Array.from({ length: 8 }, (_, n) => luminance(colourOf(colours, n)));

    expect(light).toEqual(light.toSorted((a, b) => a - b));
    expect(light[7] - light[0]).toBeGreaterThan(0.5);
  });

  it("are not all taken by one far-off number", () => {
    const values = [...Array.from({ length: 100 }, (_, n) => n), 1e9];
    const colours = columnColours(values, all(101));

    expect(colourOf(colours, 10)).not.toEqual(colourOf(colours, 90));
  });

  it("give each word one hue, and a cell without a value none", () => {
    const colours = columnColours(["a", "b", null, "a"], all(4));

    expect(colourOf(colours, 0)).toEqual([...PALETTE[0]]);
    expect(colourOf(colours, 3)).toEqual(colourOf(colours, 0));
    expect(colourOf(colours, 1)).toEqual([...PALETTE[1]]);
    expect(colourOf(colours, 2)).toEqual([150, 150, 150]);
  });

  it("are those of the chosen rows only", () => {
    expect(Array.from(columnColours(["a", "b"], Uint32Array.of(2)))).toEqual([...PALETTE[1]]);
  });

  it("stand still where a column is the same everywhere", () => {
    const colours = columnColours([5, 5], all(2));

    expect(colourOf(colours, 0)).toEqual(colourOf(colours, 1));
  });
});
