import { fixed, percent, significant } from "../../components/numbers";
import type { Evaluation } from "../../geometry/density";
import type { Selection, Table } from "../../geometry/table";

/** One column of the table of rows, for each sample. */
export interface RowColumn {
  readonly key: string;
  readonly title: string;
  readonly numeric: boolean;
  /** What stands in the cell. */
  readonly text: (sample: number) => string;
  /** By what the rows are ordered; null for words, which are ordered as such. */
  readonly value: (sample: number) => number | string | null;
  /** The component whose mark stands in the cell. */
  readonly component?: (sample: number) => number;
}

interface Known {
  readonly table: Table;
  readonly selection: Selection;
  readonly components: number;
  readonly evaluation: Evaluation | null;
  readonly pValues: readonly number[] | null;
}

/** The most probable component of a sample. */
export function labelOf(responsibilities: Float32Array, components: number, sample: number): number {
  let best = 0;
  for (let k = 1; k < components; k++)
    if (responsibilities[sample * components + k] > responsibilities[sample * components + best]) best = k;
  return best;
}

/** The row's number, its cells, and what the mixture says of it. */
export function columnsOf({ table, selection, components, evaluation, pValues }: Known): RowColumn[] {
  const row = (sample: number) => selection.rowNumbers[sample];
  const cells = table.columns.map(({ name, kind, values }): RowColumn => ({
    key: `column ${name}`,
    title: name,
    numeric: kind !== "text",
    value: (sample) => values[row(sample) - 1],
    text: (sample) => {
      const value = values[row(sample) - 1];
      return typeof value === "number" ? significant(value, 6) : (value ?? "");
    },
  }));
  const number: RowColumn = {
    key: "row",
    title: "Row",
    numeric: true,
    value: row,
    text: (sample) => String(row(sample)),
  };
  if (!evaluation) return [number, ...cells];
  const { responsibilities, logDensity } = evaluation;
  const label = (sample: number) => labelOf(responsibilities, components, sample);
  const share = (sample: number) => responsibilities[sample * components + label(sample)];
  return [
    number,
    ...cells,
    {
      key: "component",
      title: "Component",
      numeric: false,
      component: label,
      value: (sample) => label(sample) + 1 - share(sample) / 2,
      text: (sample) => percent(share(sample)),
    },
    {
      key: "log-density",
      title: "Log-density",
      numeric: true,
      value: (sample) => logDensity[sample],
      text: (sample) => fixed(logDensity[sample], 3),
    },
    ...(pValues
      ? [
          {
            key: "p-value",
            title: "p-value",
            numeric: true,
            value: (sample: number) => pValues[sample],
            text: (sample: number) => significant(pValues[sample], 2),
          },
        ]
      : []),
  ];
}

export interface RowOrder {
  readonly key: string;
  readonly descending: boolean;
}

/** The samples in this order; equal ones stay as they come, and cells without a value stand last. */
export function orderedRows(
  count: number,
  column: RowColumn | undefined,
  descending: boolean,
  only: Uint8Array | null,
): Uint32Array {
  const all = new Uint32Array(count).map((_, sample) => sample);
  const shown = only ? all.filter((sample) => only[sample] === 1) : all;
  if (!column) return shown;
  const sign = descending ? -1 : 1;
  if (!column.numeric && !column.component) {
    const words = new Intl.Collator("en", { numeric: true });
    return shown.toSorted(
      (a, b) => sign * words.compare(String(column.value(a) ?? ""), String(column.value(b) ?? "")),
    );
  }
  const keys = new Float64Array(count);
  for (const sample of shown) {
    const value = column.value(sample);
    keys[sample] = typeof value === "number" ? sign * value : Infinity;
  }
  return shown.toSorted((a, b) => keys[a] - keys[b] || a - b);
}
