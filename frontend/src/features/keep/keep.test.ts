import { describe, expect, it } from "vitest";
import { evaluate } from "../../geometry/density";
import { twoComponents } from "../../geometry/mixtures.fixture";
import { select, type Table } from "../../geometry/table";
import { cell, rowsCsv } from "./csv";
import { escaped } from "./report";

const column = (name: string, values: (number | string | null)[], kind: "number" | "text" = "number") => ({
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
  rows: 3,
  columns: [
    column("x", [-2, null, 3]),
    column("y", [1, 5, -1.25]),
    column("who, when", ["=1+1", "b", 'said "no"'], "text"),
  ],
};

describe("rows as a CSV file", () => {
  const selection = select(table, ["x", "y"]);
  const evaluation = evaluate(twoComponents, selection);
  const lines = rowsCsv(table, selection, evaluation, [0.5, 1]).split("\n");

  it("have all columns of the table, and what the mixture says", () => {
    expect(lines[0]).toBe('row,x,y,"who, when",component,probability_1,probability_2,log_density,p_value');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(/^3,3,-1\.25,"said ""no""",2,/);
    expect(lines[2]).toContain(String(evaluation.logDensity[1]));
    expect(lines[2].endsWith(",1")).toBe(true);
  });

  it("never are formulas, but negative numbers stay numbers", () => {
    expect(lines[1]).toContain(",'=1+1,");
    expect(cell(-3)).toBe("-3");
    expect(cell("@x")).toBe("'@x");
    expect(cell(null)).toBe("");
  });
});

it("a report writes hostile names as they are", () => {
  expect(escaped(`<img src=x onerror="alert('1')">&`)).toBe(
    "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;",
  );
});
