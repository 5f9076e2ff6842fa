import type { DataPoint, Interval } from "./points";
import type { Column, Table } from "./table";

const column = (name: string): Column => ({
  name,
  kind: "number",
  values: [],
  missing: 0,
  bad: 0,
  badCells: [],
  constant: false,
});

/** An empty sheet to draw points on. */
export const SHEET: Table = {
  name: "Drawing",
  origin: "drawn",
  description:
    "Your own points: click or drag on the plot to add them, and choose the eraser to take some away.",
  columns: [column("x"), column("y")],
  rows: 0,
};

/** What of an empty sheet is in sight. */
export const SHEET_EXTENT: Interval = [0, 10];

const edited = (table: Table, rows: number, valuesOf: (column: Column) => Column["values"]): Table => ({
  ...table,
  name: table.origin === "drawn" ? table.name : `${table.name}, edited`,
  origin: "drawn",
  rows,
  columns: table.columns.map((each) => {
    const values = valuesOf(each);
    return {
      ...each,
      values,
      missing: values.reduce((count: number, value) => count + Number(value === null), 0),
      constant: each.kind === "number" && new Set(values).size < 2,
    };
  }),
});

/** The table with a row more for each point; what is not in the two columns is missing there. */
export function withPoints(
  table: Table,
  columns: readonly [string, string],
  points: readonly DataPoint[],
): Table {
  const added = ({ name }: Column) =>
    points.map(({ x, y }) => {
      if (name === columns[0]) return x;
      return name === columns[1] ? y : null;
    });
  return edited(table, table.rows + points.length, (each) => [...each.values, ...added(each)]);
}

/** The table without these rows, counted from 1. */
export function withoutRows(table: Table, gone: ReadonlySet<number>): Table {
  const stays = (_: unknown, row: number) => !gone.has(row + 1);
  const left = edited(table, table.rows - gone.size, (each) => each.values.filter(stays));
  if (!table.without) return left;
  // Rows that were left out keep being so, by their new places.
  const kept = Array.from({ length: table.rows }, (_, row) => row).filter((row) => stays(row, row));
  return {
    ...left,
    without: new Set(kept.flatMap((row, place) => (table.without?.has(row) ? [place] : []))),
  };
}
