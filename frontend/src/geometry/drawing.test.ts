import { describe, expect, it } from "vitest";
import { SHEET, withoutRows, withPoints } from "./drawing";
import { dataPoint } from "./points";
import { select, type Table } from "./table";

const three = withPoints(SHEET, ["x", "y"], [dataPoint(1, 2), dataPoint(3, 4), dataPoint(5, 6)]);

describe("points that are drawn", () => {
  it("become rows with a number in both columns", () => {
    expect(three.rows).toBe(3);
    expect(Array.from(select(three, ["x", "y"]).values)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("lack what else a table has, and the table says that it was edited, once", () => {
    const table: Table = {
      ...SHEET,
      name: "Geyser",
      origin: "example",
      rows: 1,
      columns: [...SHEET.columns, { ...SHEET.columns[0], name: "kind", kind: "text" as const }].map(
        (column, i) => ({
          ...column,
          values: [i < 2 ? i : "short"],
        }),
      ),
    };

    const once = withPoints(table, ["x", "y"], [dataPoint(7, 8)]);
    const twice = withPoints(once, ["x", "y"], [dataPoint(7, 9)]);

    expect(once.columns[2]).toMatchObject({ values: ["short", null], missing: 1 });
    expect(twice.name).toBe("Geyser, edited");
    expect(twice.rows).toBe(3);
  });

  it("are gone once they are erased, and the others stay in their order", () => {
    const left = withoutRows(three, new Set([2]));

    expect(left.rows).toBe(2);
    expect(left.columns.map(({ values }) => values)).toEqual([
      [1, 5],
      [2, 6],
    ]);
    expect(withoutRows(left, new Set([1])).columns[0].constant).toBe(true);
  });

  it("do not bring back rows that were left out", () => {
    const left = withoutRows({ ...three, without: new Set([2]) }, new Set([1]));

    expect(left.without).toEqual(new Set([1]));
    expect(Array.from(select(left, ["x", "y"]).values)).toEqual([3, 4]);
  });
});
