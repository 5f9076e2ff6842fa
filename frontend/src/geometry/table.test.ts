import { describe, expect, it } from "vitest";
import { binCount, histogram } from "./histogram";
import { neighbour, nearestPoint } from "./nearest";
import { screenPoint } from "./points";
import { columnOf, rowsOf, select, type Column, type Table } from "./table";

const column = (name: string, values: Column["values"]): Column => ({
  name,
  kind: "number",
  values,
  missing: 0,
  bad: 0,
  badCells: [],
  constant: false,
});

const table: Table = {
  name: "t",
  origin: "file",
  description: "",
  rows: 4,
  columns: [column("a", [1, null, 3, 4]), column("b", [10, 20, null, 40]), column("c", [5, 6, 7, 8])],
};

describe("a selection of columns", () => {
  it("leaves out the rows with a missing cell in a chosen column, and remembers which are left", () => {
    const selection = select(table, ["a", "b"]);

    expect(rowsOf(selection)).toEqual([
      [1, 10],
      [4, 40],
    ]);
    expect([...selection.rowNumbers]).toEqual([1, 4]);
    expect(selection.leftOut).toBe(2);
  });

  it("does not mind missing cells in columns that are not chosen", () => {
    expect(select(table, ["c"]).leftOut).toBe(0);
    expect([...columnOf(select(table, ["c"]), 0)]).toEqual([5, 6, 7, 8]);
  });

  it("refuses a column that does not exist", () => {
    expect(() => select(table, ["z"])).toThrow("“z”");
  });
});

describe("a histogram", () => {
  it("has area one and splits each bin by responsibility", () => {
    const values = Float64Array.of(0, 0.1, 0.2, 0.9, 1);
    const halves = new Float32Array(10).fill(0.5);

    const bins = histogram(values, 5, halves, 2);

    const area = bins.reduce((sum, bin) => sum + (bin.to - bin.from) * (bin.shares[0] + bin.shares[1]), 0);
    expect(area).toBeCloseTo(1);
    for (const bin of bins) expect(bin.shares[0]).toBeCloseTo(bin.shares[1]);
  });

  it("keeps to a sensible number of bins, also for constant or heavy-tailed values", () => {
    expect(binCount(new Float64Array(50).fill(3))).toBe(1);
    expect(binCount(Float64Array.from({ length: 5000 }, (_, i) => i ** 6))).toBeLessThanOrEqual(80);
  });
});

describe("pointing at a point", () => {
  const pixels = Float32Array.of(0, 0, 10, 0, 10, 10, 100, 100);

  it("finds the nearest within reach, or none", () => {
    expect(nearestPoint(pixels, screenPoint(9, 8), 20)).toBe(2);
    expect(nearestPoint(pixels, screenPoint(50, 50), 20)).toBeNull();
  });

  it("goes on in the direction of the arrow, and stays where nothing lies ahead", () => {
    expect(neighbour(pixels, 0, "right")).toBe(1);
    expect(neighbour(pixels, 1, "down")).toBe(2);
    expect(neighbour(pixels, 0, "left")).toBe(0);
  });
});
