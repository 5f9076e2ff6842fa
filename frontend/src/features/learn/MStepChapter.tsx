import { useMemo } from "react";
import { ComponentMark } from "../../components/ComponentMark";
import { Formula } from "../../components/Formula";
import { decimalsFor, fixed, significant } from "../../components/numbers";
import { TableScroll } from "../../components/TableScroll";
import { evaluate } from "../../geometry/density";
import type { Mixture } from "../../geometry/mixture";
import { effectiveCounts } from "../../geometry/terms";
import { axesOf, usePlotLayer, useSession, useShownRun, type Run } from "../../session";
import { Exercise } from "./Exercise";
import { filledMean, filledWeight } from "./formulas";
import { COVARIANCES } from "./lessons";
import { PointChooser } from "./PointChooser";
import { trailsOf } from "./trails";
import { useLook, useMoment, usePointOfFormulas } from "./useChapter";
import { useStep } from "./useStep";
import classes from "./learn.module.css";

export default function MStepChapter() {
  const run = useShownRun();
  const step = useStep();
  useLook({ ellipses: true, contours: false, unusual: false });
  useMoment(1, 2);
  usePlotLayer(useMemo(() => step && trailsOf(step[0].mixture, step[1].mixture), [step]));
  return (
    <>
      <p className={classes.prose}>
        Now the shares stand still. Count each row for a component only as far as that component answers for
        it: half a row here, a hundredth there. The parts add up to its count <i>N</i>
        <sub>k</sub>; its weight, mean and covariance are the usual ones, with every row counted in part.
      </p>
      {step ? (
        <Told run={run} before={step[0].mixture} after={step[1].mixture} iteration={step[1].iteration} />
      ) : (
        <p className={classes.quiet}>There is no M-step yet: step forward below the plot.</p>
      )}
      <p className={classes.prose}>
        With the shares as they are, no other parameters explain the rows better. But the components have
        moved, so the shares are out of date: time for another E&#8209;step.
      </p>
      <Exercise
        id="m-step"
        solved={movedByHand(run)}
        hint="Drag by the number. Pull it well outside of its own ellipse, or with the keys: press 1, then Shift and an arrow a few times."
        reward="However far you take it, the very next M-step sets it among the rows that it answers for."
      >
        Take a component by its number and drag it far from where it belongs. Where does a single M-step put
        it?
      </Exercise>
    </>
  );
}

interface ToldProps {
  readonly run: Run;
  readonly before: Mixture;
  readonly after: Mixture;
  readonly iteration: number;
}

/** One M-step in numbers: what every component becomes, and what the chosen row has to do with it. */
function Told({ run, before, after, iteration }: ToldProps) {
  const { selection } = run;
  const look = useSession((state) => state.look);
  const [point, choose] = usePointOfFormulas();
  const K = before.weights.length;
  const { responsibilities } = useMemo(() => evaluate(before, selection), [before, selection]);
  const counts = useMemo(() => effectiveCounts(responsibilities, K), [responsibilities, K]);
  const shares = responsibilities.subarray(point * K, (point + 1) * K);
  const leader = shares.indexOf(Math.max(...shares));
  const axes = [...new Set(axesOf(selection.columns, look))];
  const sample = axes.map((column) => selection.values[point * selection.dimensions + column]);
  const written = (k: number, column: number, mean: number) =>
    fixed(mean, decimalsFor(Math.sqrt(after.covariances[k][column][column])));
  return (
    <>
      <TableScroll label={`M-step of iteration ${iteration}`}>
        <table className={classes.terms}>
          <caption className={classes.unseen}>
            Iteration {iteration}: what each component becomes, and what it was
          </caption>
          <thead>
            <tr>
              <th scope="col">
                <span className={classes.unseen}>component</span>
              </th>
              <th scope="col">
                count <i>N</i>
                <sub>k</sub>
              </th>
              <th scope="col">weight</th>
              {axes.map((column) => (
                <th key={column} scope="col">
                  {selection.columns[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map((count, k) => (
              <tr key={k}>
                <th scope="row">
                  <ComponentMark component={k} />
                </th>
                <td data-testid="count">{significant(count)}</td>
                <td>
                  {significant(after.weights[k], 3)}
                  <small>was {significant(before.weights[k], 3)}</small>
                </td>
                {axes.map((column) => (
                  <td key={column}>
                    {written(k, column, after.means[k][column])}
                    <small>was {written(k, column, before.means[k][column])}</small>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <PointChooser point={point} onChoose={choose} />
      <Formula
        {...filledMean(
          leader,
          counts[leader],
          shares[leader],
          sample,
          axes.map((column) => after.means[leader][column]),
        )}
      />
      <Formula {...filledWeight(leader, counts[leader], selection.count, after.weights[leader])} />
      <Formula {...COVARIANCES[run.settings.structure]} />
      {run.gait === "leaps" && (
        <p className={classes.quiet}>
          This fit leaps: an iteration also goes further the way that the last ones went, so that it may end
          elsewhere than a plain M-step would.
        </p>
      )}
    </>
  );
}

/** Whether a person's hand put a component where the next M-step did not leave it: it went half a deviation or more. */
function movedByHand({ byHand, iterations }: Run): boolean {
  if (!byHand || iterations.length < 2) return false;
  const [start, next] = iterations.map(({ mixture }) => mixture);
  return start.means.some((mean, k) =>
    mean.some((value, i) => 2 * Math.abs(next.means[k][i] - value) > Math.sqrt(start.covariances[k][i][i])),
  );
}
