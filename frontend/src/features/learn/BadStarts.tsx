import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { fixed } from "../../components/numbers";
import { TaskProblem } from "../../components/TaskProblem";
import { Working } from "../../components/Working";
import {
  fittedRun,
  INITIALISATIONS,
  ownWork,
  useSession,
  useSessionStores,
  useShownRun,
  useTask,
  type Run,
} from "../../session";
import { Exercise } from "./Exercise";
import { optimaOf, type Optimum } from "./optima";
import classes from "./learn.module.css";

const WAYS = ["random", "random labels", "slices", "balls"] as const;
const EACH = 4;
const ALL = WAYS.length * EACH;
/** So much lower is another optimum, not the same one reached less exactly. */
const WORSE = 0.1;

export function BadStarts() {
  const { store } = useSessionStores();
  const own = useSession((state) => ownWork(state).run);
  const { selection, settings } = own;
  const [task, begin] = useTask<readonly Run[], readonly Run[]>("bad starts", selection);
  const search = (components: number) =>
    begin(async (signal, report) => {
      const runs: Run[] = [];
      for (let seed = 0; seed < EACH; seed++)
        for (const init of WAYS) {
          runs.push(await fittedRun(selection, { ...settings, components, init, seed, starts: 1 }, signal));
          report([...runs]);
        }
      return runs;
    });
  useEffect(() => () => store.getState().returnPlot(), [store]);
  const runs = task?.answer ?? task?.progress ?? [];
  const K = runs[0]?.settings.components ?? settings.components;
  const optima = optimaOf(runs);
  const done = task?.state === "done";
  const agree = done && optima.filter(({ spurious }) => !spurious).length === 1;
  return (
    <>
      <p className={classes.prose}>
        EM climbs to the top of whatever hill it starts on. Another start may be on another hill, and EM never
        goes downhill to look. So several starts are made, and the best end is kept.
      </p>
      <div className={classes.buttons}>
        <Button size="xs" disabled={task?.state === "working"} onClick={() => search(settings.components)}>
          Try {ALL} single starts
        </Button>
        {(agree || K !== settings.components) && (
          <Button size="xs" variant="default" onClick={() => search(K + 1)}>
            With {K + 1} components
          </Button>
        )}
      </div>
      {task?.state === "working" && (
        <Working share={runs.length / ALL} elapsed={task.elapsed} onCancel={task.cancel}>
          {`Start ${Math.min(runs.length + 1, ALL)} of ${ALL}`}
        </Working>
      )}
      {task?.problem && (
        <TaskProblem onRetry={() => search(settings.components)}>{task.problem.message}</TaskProblem>
      )}
      {runs.length > 0 && <Ends optima={optima} components={K} />}
      {agree && (
        <p className={classes.quiet}>
          With {K} components all hills but one have gone from these rows. More components make more of them.
        </p>
      )}
      <Stuck optima={optima} components={K} />
    </>
  );
}

/** Where the starts ended, each to be looked at. */
function Ends({ optima, components }: { readonly optima: readonly Optimum[]; readonly components: number }) {
  const borrowPlot = useSession((state) => state.borrowPlot);
  const shown = useShownRun();
  return (
    <table className={classes.terms}>
      <caption className={classes.caption}>Where single starts of {components} components ended</caption>
      <thead>
        <tr>
          <th scope="col">log L</th>
          <th scope="col">behind</th>
          <th scope="col">starts</th>
          <th scope="col">one of them began</th>
          <th scope="col">
            <span className={classes.unseen}>look</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {optima.map(({ logLikelihood, behind, runs, spurious }) => (
          <tr key={logLikelihood}>
            <th scope="row">{fixed(logLikelihood, 2)}</th>
            <td>{spurious ? "collapsed" : behind === 0 ? "best" : fixed(behind, 2)}</td>
            <td>{runs.length}</td>
            <td>{INITIALISATIONS[runs[0].settings.init]}</td>
            <td>
              <Button
                size="compact-xs"
                variant={runs.includes(shown) ? "light" : "default"}
                aria-pressed={runs.includes(shown)}
                aria-label={`Show the end at ${fixed(logLikelihood, 2)}`}
                onClick={() => borrowPlot(runs[0])}
              >
                Show
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The exercise: a start by hand that ends below the best that is known. */
function Stuck({ optima, components }: { readonly optima: readonly Optimum[]; readonly components: number }) {
  const run = useShownRun();
  const kept = useSession((state) => state.runs);
  const [found] = useState(run);
  const { byHand, result, settings, selection } = run;
  const best = Math.max(
    ...kept
      .filter(
        ({ run: other }) =>
          other.selection === selection &&
          other.settings.components === settings.components &&
          other.settings.structure === settings.structure,
      )
      .map(({ run: other }) => other.result.log_likelihood),
    ...(components === settings.components
      ? optima.filter(({ spurious }) => !spurious).map(({ logLikelihood }) => logLikelihood)
      : []),
  );
  const stuck =
    run !== found && byHand && result !== null && result.converged && best - result.log_likelihood > WORSE;
  return (
    <Exercise
      id="failures"
      solved={stuck}
      hint="With three components or more it is easy: lay two of them on one group, and leave one to cover two groups. If EM gets out of it, add a component (K) and try again."
      reward="Stuck: every step from here would lead down, and EM takes none. This is why one start is not enough."
    >
      Drag the means so that EM gets stuck: let it come to rest at a lower log-likelihood than the best that
      is known for as many components.
    </Exercise>
  );
}
