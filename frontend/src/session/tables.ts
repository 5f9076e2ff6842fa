import type { Example, ParsedTable } from "../api";
import type { Column, Table } from "../geometry/table";

const whole = { missing: 0, bad: 0, badCells: [] } as const;

/** An example's known classes become a column of words: to be looked at, never to be fitted. */
export function tableOfExample(example: Example): Table {
  const numbers = example.columns.map((name, i): Column => {
    const values = example.data.map((row) => row[i]);
    return { ...whole, name, kind: "number", values, constant: new Set(values).size < 2 };
  });
  const classes: Column[] = example.labels
    ? [{ ...whole, name: "known class", kind: "text", values: example.labels, constant: false }]
    : [];
  return {
    name: example.name,
    origin: "example",
    description: example.description,
    columns: [...numbers, ...classes],
    rows: example.data.length,
  };
}

export function tableOfFile(name: string, parsed: ParsedTable): Table {
  return {
    name,
    origin: "file",
    description: "",
    rows: parsed.n_rows,
    columns: parsed.columns.map((column) => ({
      name: column.name,
      kind: column.kind,
      values: column.values,
      missing: column.n_missing,
      bad: column.n_bad,
      badCells: column.bad_cells,
      constant: column.constant,
    })),
  };
}

/** More than this many columns at first sight are a decision that the person should take. */
const AT_FIRST = 6;

/** What a fit may use without asking: columns of numbers that vary and are present in most rows. */
export const columnsAtFirst = (table: Table): string[] => usable(table).slice(0, AT_FIRST);

function usable(table: Table): string[] {
  const numeric = table.columns.filter((column) => column.kind === "number");
  const ready = numeric.filter((column) => !column.constant && column.missing <= table.rows / 2);
  return (ready.length > 0 ? ready : numeric).map((column) => column.name);
}

/** That the first choice left out columns as good; null once a person has chosen, or where there are none. */
export function heldBack(table: Table, chosen: readonly string[]): string | null {
  const all = usable(table);
  const first = columnsAtFirst(table);
  const untouched = chosen.length === first.length && first.every((name, i) => name === chosen[i]);
  if (table.origin === "example" || !untouched || all.length === first.length) return null;
  return `To begin with, only the first ${first.length} of ${all.length} usable columns are chosen. Tick more to fit to them too.`;
}

/** What a person should know of a column before choosing it; null when there is nothing. */
export function remark(column: Column): string | null {
  if (column.kind === "text") return "words, shown but never fitted";
  if (column.kind === "mixed") {
    const first = column.badCells[0];
    const where = first ? ` (first: row ${first.row}, “${first.value}”)` : "";
    return `${column.bad} ${column.bad === 1 ? "cell is not a number" : "cells are not numbers"}${where}`;
  }
  if (column.constant) return "the same in every row";
  if (column.missing > 0) return `${column.missing} missing`;
  return null;
}
