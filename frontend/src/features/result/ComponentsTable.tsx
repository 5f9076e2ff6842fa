import { VisuallyHidden } from "@mantine/core";
import type { Intervals } from "../../api";
import { ComponentMark } from "../../components/ComponentMark";
import { TableScroll } from "../../components/TableScroll";
import { decimalsFor, fixed, percent } from "../../components/numbers";
import type { Mixture } from "../../geometry/mixture";
import { ordered, turned, type Order } from "./order";
import classes from "./result.module.css";

interface Props {
  readonly mixture: Mixture;
  /** Of this very mixture; null where they are not known. */
  readonly intervals?: Intervals | null;
  readonly order?: Order | null;
  readonly onOrder?: (order: Order | null) => void;
}

/** The mixture in numbers: the text of what the ellipses show. */
export function ComponentsTable({ mixture, intervals = null, order = null, onOrder }: Props) {
  const heading = (by: Order["by"], name: string, unit?: string) => {
    const direction = order?.by === by ? (order.descending ? "descending" : "ascending") : undefined;
    return (
      <th key={by} scope="col" aria-sort={direction}>
        <button type="button" onClick={() => onOrder?.(turned(order, by))}>
          {name}
          <span aria-hidden="true">{direction ? (order?.descending ? " ↓" : " ↑") : ""}</span>
        </button>
        {unit && <small>{unit}</small>}
      </th>
    );
  };
  return (
    <TableScroll label="Components">
      <table className={classes.components} data-narrow={mixture.columns.length > 2 || undefined}>
        <thead>
          <tr>
            <th scope="col">
              <VisuallyHidden>Component</VisuallyHidden>
            </th>
            {heading("weight", "Weight")}
            {mixture.columns.map((column, i) => heading(i, column, "mean ± s.d."))}
          </tr>
        </thead>
        <tbody>
          {ordered(mixture, order).map((k) => (
            <tr key={k}>
              <th scope="row">
                <ComponentMark component={k} />
              </th>
              <td>
                {percent(mixture.weights[k])}
                {intervals && (
                  <small>
                    {percent(intervals.lower.weights[k])} to {percent(intervals.upper.weights[k])}
                  </small>
                )}
              </td>
              {mixture.columns.map((column, i) => {
                const spread = Math.sqrt(mixture.covariances[k][i][i]);
                const decimals = decimalsFor(spread);
                return (
                  <td key={column}>
                    {fixed(mixture.means[k][i], decimals)}
                    <span> ± {fixed(spread, decimals)}</span>
                    {intervals && (
                      <small>
                        {fixed(intervals.lower.means[k][i], decimals)} to{" "}
                        {fixed(intervals.upper.means[k][i], decimals)}
                      </small>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
