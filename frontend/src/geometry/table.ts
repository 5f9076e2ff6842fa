import type { Samples } from "./density";

export interface BadCell {
  readonly row: number;
  readonly line: number;
  readonly value: string;
}

/** A column as it was read: numbers, words, or numbers with a few cells that are neither a number nor missing. */
export interface Column {
  readonly name: string;
  readonly kind: "number" | "text" | "mixed";
  readonly values: readonly (number | string | null)[];
  readonly missing: number;
  readonly bad: number;
  readonly badCells: readonly BadCell[];
  readonly constant: boolean;
}

export interface Table {
  readonly name: string;
  readonly origin: "example" | "file" | "drawn";
  readonly description: string;
  readonly columns: readonly Column[];
  readonly rows: number;
  /** Rows, counted from 0, that a person has left out. */
  readonly without?: ReadonlySet<number>;
}

/** The rows of a table that have a number in every chosen column. */
export interface Selection extends Samples {
  readonly columns: readonly string[];
  /** For each sample its row in the table, counted from 1. */
  readonly rowNumbers: Uint32Array;
  /** How many rows are not among them, because a chosen cell is missing or not a number. */
  readonly leftOut: number;
}

export function select(table: Table, names: readonly string[]): Selection {
  const columns = names.map((name) => {
    const found = table.columns.find((column) => column.name === name);
    if (!found) throw new RangeError(`The table has no column “${name}”.`);
    return found.values;
  });
  const complete: number[] = [];
  let incomplete = 0;
  for (let row = 0; row < table.rows; row++) {
    if (table.without?.has(row)) continue;
    if (columns.every((values) => typeof values[row] === "number")) complete.push(row);
    else incomplete += 1;
  }
  const values = new Float64Array(complete.length * columns.length);
  complete.forEach((row, n) =>
    columns.forEach((column, i) => (values[n * columns.length + i] = Number(column[row]))),
  );
  return {
    columns: [...names],
    values,
    count: complete.length,
    dimensions: columns.length,
    rowNumbers: Uint32Array.from(complete, (row) => row + 1),
    leftOut: incomplete,
  };
}

/** One column of the samples. */
export function columnOf(samples: Samples, index: number): Float64Array {
  return Float64Array.from(
    { length: samples.count },
    (_, n) => samples.values[n * samples.dimensions + index],
  );
}

/** The samples as a list of rows, as the service takes them. */
export function rowsOf(samples: Samples): number[][] {
  return Array.from({ length: samples.count }, (_, n) =>
    Array.from(samples.values.subarray(n * samples.dimensions, (n + 1) * samples.dimensions)),
  );
}
