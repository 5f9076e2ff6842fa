import type { Evaluation } from "../../geometry/density";
import type { Selection, Table } from "../../geometry/table";

/** Text that a spreadsheet would take for a formula is kept from being one by an apostrophe. */
const FORMULA = /^[=+\-@\t\r]/;

/** One cell as a CSV file has it. */
export function cell(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Every fitted row with its component (counted from 1), the probability of each component, its log-density and, where it
 * is known, its p-value among the rows.
 */
export function rowsCsv(
  table: Table,
  selection: Selection,
  { responsibilities, logDensity }: Evaluation,
  pValues: readonly number[] | null,
): string {
  const components = responsibilities.length / selection.count;
  const heads = [
    "row",
    ...table.columns.map(({ name }) => name),
    "component",
    ...Array.from({ length: components }, (_, k) => `probability_${k + 1}`),
    "log_density",
    ...(pValues ? ["p_value"] : []),
  ];
  const lines = Array.from({ length: selection.count }, (_, n) => {
    const row = selection.rowNumbers[n];
    const shares = Array.from(responsibilities.subarray(n * components, (n + 1) * components));
    return [
      row,
      ...table.columns.map(({ values }) => values[row - 1]),
      shares.indexOf(Math.max(...shares)) + 1,
      ...shares.map((share) => Number(share.toPrecision(6))),
      logDensity[n],
      ...(pValues ? [pValues[n]] : []),
    ]
      .map(cell)
      .join(",");
  });
  return [heads.map(cell).join(","), ...lines, ""].join("\n");
}
