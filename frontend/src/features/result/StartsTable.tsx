import type { FitResult } from "../../api";
import { fixed } from "../../components/numbers";
import { TableScroll } from "../../components/TableScroll";
import { ending, verdict } from "./verdict";
import classes from "./result.module.css";

/** Where each start ended: EM climbs to the nearest optimum, which need not be the highest. */
export function StartsTable({ result }: { result: FitResult }) {
  const { starts, best_start: best } = result;
  return (
    <details className={classes.starts}>
      <summary>{verdict(result)}</summary>
      <TableScroll label="Starts">
        <table>
          <thead>
            <tr>
              <th scope="col">Start</th>
              <th scope="col">From</th>
              <th scope="col">Log-likelihood</th>
              <th scope="col">Steps</th>
              <th scope="col">Ended</th>
            </tr>
          </thead>
          <tbody>
            {starts.map((start) => (
              <tr key={start.start} data-best={start.start === best || undefined}>
                <th scope="row">
                  {start.start + 1}
                  {start.start === best && " (kept)"}
                </th>
                <td>{start.init}</td>
                <td>{fixed(start.log_likelihood, 2)}</td>
                <td>{start.n_iterations}</td>
                <td>{ending(start)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </details>
  );
}
