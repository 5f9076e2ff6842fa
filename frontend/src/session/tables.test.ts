import { describe, expect, it } from "vitest";
import type { Column, Table } from "../geometry/table";
import { columnsAtFirst, heldBack, remark, tableOfExample } from "./tables";

const column = (part: Partial<Column>): Column => ({
  name: "a",
  kind: "number",
  values: [],
  missing: 0,
  bad: 0,
  badCells: [],
  constant: false,
  ...part,
});

const tableOf = (...columns: Partial<Column>[]): Table => ({
  name: "t",
  origin: "file",
  description: "",
  rows: 10,
  columns: columns.map(column),
});

describe("the columns chosen at first", () => {
  it("are numbers that vary and are mostly there", () => {
    const table = tableOf(
      { name: "words", kind: "text" },
      { name: "good" },
      { name: "constant", constant: true },
      { name: "sparse", missing: 8 },
      { name: "mixed", kind: "mixed", bad: 1 },
    );

    expect(columnsAtFirst(table)).toEqual(["good"]);
  });

  it("are what there is when no column is without fault", () => {
    expect(columnsAtFirst(tableOf({ name: "constant", constant: true }))).toEqual(["constant"]);
    expect(columnsAtFirst(tableOf({ kind: "text" }))).toEqual([]);
  });
});

describe("columns held back at first", () => {
  const wide = tableOf(...Array.from({ length: 200 }, (_, i) => ({ name: `c${i}` })), { kind: "text" });
  const first = columnsAtFirst(wide);

  it("are counted until a person has chosen", () => {
    expect(heldBack(wide, first)).toContain("only the first 6 of 200 usable columns");
    expect(heldBack(wide, [...first, "c9"])).toBeNull();
  });

  it("are none where all that can be used are chosen", () => {
    expect(heldBack(tableOf({ name: "x" }, { kind: "text" }), ["x"])).toBeNull();
  });
});

describe("the remark beside a column", () => {
  it("names the first bad cell by row and value", () => {
    const mixed = column({ kind: "mixed", bad: 3, badCells: [{ row: 7, line: 8, value: "n/a?" }] });

    expect(remark(mixed)).toBe("3 cells are not numbers (first: row 7, “n/a?”)");
  });

  it("is silent about a column without fault", () => {
    expect(remark(column({}))).toBeNull();
  });
});

it("an example's known classes can be seen and not fitted", () => {
  const table = tableOfExample({
    id: "e",
    name: "E",
    description: "",
    source: "",
    n_samples: 2,
    columns: ["x"],
    suggested: { n_components: 1, covariance_type: "full", x: "x", y: null },
    data: [[1], [2]],
    labels: ["cat", "dog"],
  });

  expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ["x", "number"],
    ["known class", "text"],
  ]);
});
