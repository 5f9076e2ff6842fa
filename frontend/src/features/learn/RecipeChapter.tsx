import { Button } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { draw, type Sample } from "../../api";
import { ComponentMark } from "../../components/ComponentMark";
import { Formula } from "../../components/Formula";
import { percent } from "../../components/numbers";
import { TaskProblem } from "../../components/TaskProblem";
import { uniformColours } from "../../geometry/colours";
import type { Mixture } from "../../geometry/mixture";
import { documentOf, usePlotLayer, useShownIteration, useShownRun, useTask } from "../../session";
import { Exercise } from "./Exercise";
import { LESSONS } from "./lessons";
import { rainOf } from "./rain";
import { useLook } from "./useChapter";
import classes from "./learn.module.css";

/** So many drops are ordered at once; more would hide the plot. */
const CLOUD = 1000;
const SHOWER = 50;
/** Milliseconds from drop to drop. */
const APART = 45;
const FAINT = [150, 154, 165] as const;
/** Shares count as those of the recipe within three percentage points, once there are this many drops. */
const NEAR = 0.03;
const ENOUGH = 50;

export default function RecipeChapter() {
  const shown = useShownIteration();
  const [formula] = LESSONS.start.formulas;
  return (
    <>
      <p className={classes.prose}>
        Read a mixture as a recipe that makes rows. First roll a die, loaded with the weights: it says which
        component’s turn it is. Then let that bell curve drop one row. Repeat.
      </p>
      <Formula {...formula} />
      {shown ? (
        <Rain mixture={shown.mixture} />
      ) : (
        <p className={classes.quiet}>There is no mixture yet: fit one first.</p>
      )}
      <p className={classes.prose}>
        Look at the rain alone, without its colours: that is all anyone gets to see. Which component each row
        came from is hidden, and so are the weights, means and covariances. Fitting is to run the recipe
        backwards.
      </p>
    </>
  );
}

function Rain({ mixture }: { readonly mixture: Mixture }) {
  const { selection, settings } = useShownRun();
  const [task, begin] = useTask<never, Sample>("rain", mixture);
  const [wanted, setWanted] = useState(0);
  const [fallen, setFallen] = useState(0);
  const drops = task?.answer ?? null;
  const ready = drops?.labels.length ?? 0;
  useLook({ ellipses: true, contours: false, unusual: false });
  const order = () =>
    begin((signal) =>
      draw({ model: documentOf(mixture, settings.structure), n_samples: CLOUD, seed: 1 }, signal),
    );
  const fall = (more: number) => {
    if (!task || task.state !== "done") order();
    setWanted(Math.min((task?.state === "done" ? wanted : 0) + more, CLOUD));
    if (task?.state !== "done") setFallen(0);
  };
  useEffect(() => {
    if (fallen >= Math.min(wanted, ready)) return undefined;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const next = setTimeout(() => setFallen(still ? Math.min(wanted, ready) : fallen + 1), still ? 0 : APART);
    return () => clearTimeout(next);
  }, [fallen, wanted, ready]);
  const grey = useMemo(() => uniformColours(selection.count, FAINT), [selection.count]);
  const down = drops ? Math.min(fallen, ready) : 0;
  usePlotLayer(useMemo(() => (drops ? rainOf(drops, down, grey) : null), [drops, down, grey]));
  const counts = mixture.weights.map(
    (_, k) => drops?.labels.slice(0, down).filter((label) => label === k).length ?? 0,
  );
  const near =
    down >= ENOUGH && mixture.weights.every((weight, k) => Math.abs(counts[k] / down - weight) < NEAR);
  return (
    <>
      <div className={classes.buttons}>
        <Button size="xs" variant="default" onClick={() => fall(1)} disabled={wanted >= CLOUD}>
          One drop
        </Button>
        <Button size="xs" onClick={() => fall(SHOWER)} disabled={wanted >= CLOUD}>
          {SHOWER} drops
        </Button>
        <p className={classes.quiet} role="status">
          {down > 0 && drops && (down === wanted || down < 2)
            ? `${down} fallen; the last came from component ${drops.labels[down - 1] + 1}.`
            : ""}
        </p>
      </div>
      {task?.problem && <TaskProblem onRetry={order}>{task.problem.message}</TaskProblem>}
      <table className={classes.terms}>
        <thead>
          <tr>
            <th scope="col">
              <span className={classes.unseen}>component</span>
            </th>
            <th scope="col">weight</th>
            <th scope="col">drops</th>
            <th scope="col">of all drops</th>
          </tr>
        </thead>
        <tbody>
          {mixture.weights.map((weight, k) => (
            <tr key={k}>
              <th scope="row">
                <ComponentMark component={k} />
              </th>
              <td>{percent(weight)}</td>
              <td>{counts[k]}</td>
              <td>{down > 0 ? percent(counts[k] / down) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Exercise
        id="recipe"
        solved={near}
        hint="Few drops say little about the weights. Let it rain longer."
        reward="The law of large numbers at work: the shares settle at the weights."
      >
        Let it rain until every component’s share of the drops is within 3 percentage points of its weight,
        with {ENOUGH} drops or more.
      </Exercise>
    </>
  );
}
