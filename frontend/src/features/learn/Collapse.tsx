import { Button } from "@mantine/core";
import { useEffect } from "react";
import { fixed } from "../../components/numbers";
import { Notice } from "../../components/Notice";
import { TaskProblem } from "../../components/TaskProblem";
import { Working } from "../../components/Working";
import { inPageWords } from "../../components/words";
import {
  fittedRun,
  ownWork,
  useSession,
  useSessionStores,
  useShownRun,
  useTask,
  type Run,
} from "../../session";
import { PointChooser } from "./PointChooser";
import { repeated, withNarrow } from "./repeated";
import { usePointOfFormulas } from "./useChapter";
import classes from "./learn.module.css";

/** Floors of the variance, as parts of the column's own, that are tried one after the other. */
const FLOORS = [1e-3, 1e-6, 1e-9, 1e-12] as const;
const COPIES = 10;

const written = (floor: number) => `10⁻${{ 3: "³", 6: "⁶", 9: "⁹", 12: "¹²" }[-Math.log10(floor)] ?? ""}`;

/** What becomes of the likelihood where a component may shrink onto copies of one row. */
export function Collapse() {
  const { store } = useSessionStores();
  const own = useSession((state) => ownWork(state).run);
  const borrowPlot = useSession((state) => state.borrowPlot);
  const shown = useShownRun();
  const { selection, settings } = own;
  const [point, choose] = usePointOfFormulas();
  const [task, begin] = useTask<readonly Run[], readonly Run[]>("collapse", selection);
  useEffect(() => () => store.getState().returnPlot(), [store]);
  const mixture = own.iterations.at(-1)?.mixture;
  const at = Math.min(point, selection.count - 1);
  const collapse = () =>
    mixture &&
    begin(async (signal, report) => {
      const rows = repeated(selection, at, COPIES);
      const { dimensions, values } = selection;
      const row = Array.from(values.subarray(at * dimensions, (at + 1) * dimensions));
      const initial = withNarrow(mixture, row, COPIES / rows.count);
      const wanted = { ...settings, components: initial.weights.length, structure: "full" as const };
      const runs: Run[] = [];
      for (const floor of FLOORS) {
        runs.push(await fittedRun(rows, wanted, signal, { initial, covariance_floor: floor }));
        report([...runs]);
      }
      return runs;
    });
  const runs = task?.answer ?? task?.progress ?? [];
  const warning = runs.at(-1)?.result?.warnings[0]?.message;
  return (
    <>
      <p className={classes.prose}>
        A component that sits on copies of a single row can shrink without end: its density there grows beyond
        all bounds, and the likelihood with it. That maximum is infinite, and worthless. What stops the fall
        is a floor under the variance. Choose a row, repeat it {COPIES} times, and lower the floor:
      </p>
      {mixture ? (
        <>
          <PointChooser point={at} onChoose={choose} />
          <div className={classes.buttons}>
            <Button size="xs" disabled={task?.state === "working"} onClick={collapse}>
              Let a component fall onto it
            </Button>
          </div>
        </>
      ) : (
        <p className={classes.quiet}>There is no mixture yet: fit one first.</p>
      )}
      {task?.state === "working" && (
        <Working share={runs.length / FLOORS.length} elapsed={null} onCancel={task.cancel}>
          Lowering the floor
        </Working>
      )}
      {task?.problem && <TaskProblem onRetry={() => collapse()}>{task.problem.message}</TaskProblem>}
      {runs.length > 0 && (
        <table className={classes.terms}>
          <caption className={classes.caption}>The floor, as a part of each column’s variance</caption>
          <thead>
            <tr>
              <th scope="col">floor</th>
              <th scope="col">log L</th>
              <th scope="col">
                <span className={classes.unseen}>look</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run, i) => (
              <tr key={FLOORS[i]}>
                <th scope="row">{written(FLOORS[i])}</th>
                <td>{run.result ? fixed(run.result.log_likelihood, 2) : "–"}</td>
                <td>
                  <Button
                    size="compact-xs"
                    variant={shown === run ? "light" : "default"}
                    aria-pressed={shown === run}
                    aria-label={`Show the fit with the floor at ${written(FLOORS[i])}`}
                    onClick={() => borrowPlot(run)}
                  >
                    Show
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {task?.state === "done" && warning && <Notice kind="note">{inPageWords(warning)}</Notice>}
      <p className={classes.prose}>
        Each step down of the floor buys likelihood, and no insight. So a fit here says when a component has
        collapsed, and passes such ends over when others are to be had.
      </p>
    </>
  );
}
