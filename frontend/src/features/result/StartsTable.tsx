import type { StartReport } from "../../api";
import { fixed } from "../../components/numbers";
import classes from "./result.module.css";

interface Props {
  readonly starts: readonly StartReport[];
  readonly best: number;
}

/** Log-likelihoods nearer than this are the same optimum. */
const SAME = 0.01;

function verdict(starts: readonly StartReport[], best: number): string {
  const top = starts.find(({ start }) => start === best)?.log_likelihood ?? -Infinity;
  const reached = starts.filter(({ log_likelihood: value }) => value !== null && top - value < SAME).length;
  if (starts.length === 1) return "One start only: another may find a better optimum.";
  if (reached === starts.length) return "Every start found the same optimum.";
  if (reached === 1) return `Only one of ${starts.length} starts found the best: try more starts.`;
  return `${reached} of ${starts.length} starts found the best.`;
}

/** Where each start ended: EM climbs to the nearest optimum, which need not be the highest. */
export function StartsTable({ starts, best }: Props) {
  return (
    <details className={classes.starts}>
      <summary>{verdict(starts, best)}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Start</th>
            <th scope="col">Log-likelihood</th>
            <th scope="col">Iterations</th>
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
              <td>{start.log_likelihood === null ? "none" : fixed(start.log_likelihood, 3)}</td>
              <td>{start.n_iterations}</td>
              <td>{start.stop_reason.replaceAll("_", " ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
