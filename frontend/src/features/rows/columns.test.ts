import { describe, expect, it } from "vitest";
import { evaluate } from "../../geometry/density";
import { twoComponents } from "../../geometry/mixtures.fixture";
import { select, type Column, type Table } from "../../geometry/table";
import { columnsOf, labelOf, orderedRows } from "./columns";

const column = (name: string, values: Column["values"], kind: Column["kind"] = "number"): Column => ({
  name,
  kind,
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
  columns: [
    column("x", [-2, null, 3, 0]),
    column("y", [1, 5, -1, 0]),
    column("name", ["row 10", "row 1", "row 9", null], "text"),
  ],
};
const selection = select(table, ["x", "y"]);
const evaluation = evaluate(twoComponents, selection);
const columns = columnsOf({ table, selection, components: 2, evaluation, pValues: [0.5, 0.25, 1] });
const named = (title: string) => columns.find((candidate) => candidate.title === title);

describe("the table of rows", () => {
  it("has the number of each row in the file, its cells, and what the mixture says", () => {
    expect(columns.map(({ title }) => title)).toEqual([
      "Row",
      "x",
      "y",
      "name",
      "Component",
      "Log-density",
      "p-value",
    ]);
    expect(columns.map(({ text }) => text(1))).toEqual([
      "3",
      "3",
      "−1",
      "row 9",
      expect.stringContaining("%"),
      expect.stringMatching(/^−\d/),
      "0.25",
    ]);
    expect(named("Component")?.component?.(0)).toBe(0);
    expect(labelOf(evaluation.responsibilities, 2, 1)).toBe(1);
  });

  it("is ordered by numbers or words, either way", () => {
    expect([...orderedRows(3, named("x"), false, null)]).toEqual([0, 2, 1]);
    expect([...orderedRows(3, named("p-value"), true, null)]).toEqual([2, 0, 1]);
    expect([...orderedRows(3, named("name"), false, null)]).toEqual([2, 1, 0]);
    expect([...orderedRows(3, undefined, false, null)]).toEqual([0, 1, 2]);
  });

  it("may hold some of the rows only", () => {
    expect([...orderedRows(3, named("x"), true, Uint8Array.of(1, 0, 1))]).toEqual([2, 0]);
  });
});
