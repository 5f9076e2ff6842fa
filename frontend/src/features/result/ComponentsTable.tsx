import { VisuallyHidden } from "@mantine/core";
import { ComponentMark } from "../../components/ComponentMark";
import { TableScroll } from "../../components/TableScroll";
import { decimalsFor, fixed, percent } from "../../components/numbers";
import type { Mixture } from "../../geometry/mixture";
import classes from "./result.module.css";

/** The mixture in numbers: the text of what the ellipses show. */
export function ComponentsTable({ mixture }: { mixture: Mixture }) {
  return (
    <TableScroll label="Components">
      <table className={classes.components} data-narrow={mixture.columns.length > 2 || undefined}>
        <thead>
          <tr>
            <th scope="col">
              <VisuallyHidden>Component</VisuallyHidden>
            </th>
            <th scope="col">Weight</th>
            {mixture.columns.map((column) => (
              <th key={column} scope="col">
                {column}
                <small>mean ± s.d.</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {mixture.weights.map((weight, k) => (
            <tr key={k}>
              <th scope="row">
                <ComponentMark component={k} />
              </th>
              <td>{percent(weight)}</td>
              {mixture.columns.map((column, i) => {
                const spread = Math.sqrt(mixture.covariances[k][i][i]);
                const decimals = decimalsFor(spread);
                return (
                  <td key={column}>
                    {fixed(mixture.means[k][i], decimals)}
                    <span> ± {fixed(spread, decimals)}</span>
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
