import type { StartReport } from "../../api";
import { fixed } from "../../components/numbers";
import { TableScroll } from "../../components/TableScroll";
import { ending, verdict } from "./verdict";
import classes from "./result.module.css";

interface Props {
  readonly starts: readonly StartReport[];
  readonly best: number;
}

/** Where each start ended: EM climbs to the nearest optimum, which need not be the highest. */
export function StartsTable({ starts, best }: Props) {
  return (
    <details className={classes.starts}>
      <summary>{verdict(starts, best)}</summary>
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
