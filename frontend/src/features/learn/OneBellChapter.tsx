import { SegmentedControl } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { fixed, significant } from "../../components/numbers";
import { TaskProblem } from "../../components/TaskProblem";
import { Working } from "../../components/Working";
import { logDensity } from "../../geometry/density";
import { fittedRun, ownWork, useSession, useSessionStores, useTask, type Run } from "../../session";
import { Exercise } from "./Exercise";
import { PointChooser } from "./PointChooser";
import { fromLog } from "./tex";
import { useLook, usePointOfFormulas } from "./useChapter";
import classes from "./learn.module.css";

export default function OneBellChapter() {
  const { store } = useSessionStores();
  const own = useSession((state) => ownWork(state).run);
  const { selection, settings } = own;
  const [shown, setShown] = useState<"one" | "mixture">("one");
  const [task, begin] = useTask<never, Run>("one bell", selection);
  useLook({ ellipses: true, contours: true, unusual: false });
  const fit = () =>
    begin((signal) => fittedRun(selection, { ...settings, components: 1, starts: 1 }, signal));
  const asked = task !== null;
  useEffect(() => {
    if (!asked && selection.count > 1)
      begin((signal) => fittedRun(selection, { ...settings, components: 1, starts: 1 }, signal));
  }, [asked, begin, selection, settings]);
  const one = task?.answer ?? null;
  useEffect(() => {
    if (!one || shown !== "one") return undefined;
    store.getState().borrowPlot(one);
    return () => store.getState().returnPlot();
  }, [one, shown, store]);
  const K = own.iterations.at(-1)?.mixture.weights.length ?? 0;
  return (
    <>
      <p className={classes.prose}>
        A single Gaussian, the bell curve, has one centre and thins out evenly around it. Here is the one that
        fits your rows best. Where does it expect rows that are not there, and where are rows that it hardly
        expects?
      </p>
      {K > 1 && (
        <SegmentedControl
          size="xs"
          aria-label="On the plot"
          data={[
            { value: "one", label: "One bell curve" },
            { value: "mixture", label: `A mixture of ${K}` },
          ]}
          value={shown}
          onChange={(value) => setShown(value as "one" | "mixture")}
        />
      )}
      {task?.state === "working" && (
        <Working share={null} elapsed={null} onCancel={task.cancel}>
          Fitting one bell curve
        </Working>
      )}
      {task?.problem && <TaskProblem onRetry={fit}>{task.problem.message}</TaskProblem>}
      {one && K > 1 && <Compared one={one} own={own} />}
      {K <= 1 && (
        <p className={classes.quiet}>
          Fit two components or more (on the left, “Components K”) to compare it with a mixture.
        </p>
      )}
      <p className={classes.prose}>
        Adding bell curves, each with a weight, gives a density that may have several peaks, shoulders and
        tails. With enough of them it comes as near to any density as you like. That sum is a <em>mixture</em>
        .
      </p>
    </>
  );
}

/** Odds that are asked for, the greatest for which there are enough rows. */
const FACTORS = [10, 5, 3, 2, 1.5, 1.2, 1.05];
const ENOUGH = 5;

/** The one curve and the mixture, over all rows and at the row that is pointed at. */
function Compared({ one, own }: { readonly one: Run; readonly own: Run }) {
  const { selection } = own;
  const [point, choose] = usePointOfFormulas();
  const [single] = one.iterations.slice(-1);
  const [mixture] = own.iterations.slice(-1);
  const gains = useMemo(() => {
    const under = logDensity(single.mixture, selection);
    return logDensity(mixture.mixture, selection).map((value, n) => value - under[n]);
  }, [single, mixture, selection]);
  const factor =
    FACTORS.find((odds) => gains.reduce((sum, gain) => sum + Number(gain > Math.log(odds)), 0) >= ENOUGH) ??
    1;
  const gain = (mixture.logLikelihood - single.logLikelihood) / selection.count;
  return (
    <>
      <dl className={classes.numbers}>
        <div>
          <dt>log L of one bell curve</dt>
          <dd>{fixed(single.logLikelihood, 2)}</dd>
        </div>
        <div>
          <dt>log L of the mixture</dt>
          <dd>{fixed(mixture.logLikelihood, 2)}</dd>
        </div>
      </dl>
      <p className={classes.prose}>
        Row for row, in the geometric mean, the mixture gives {significant(Math.exp(gain), 3)} times the
        density.
      </p>
      <PointChooser point={point} onChoose={choose} />
      <p className={classes.quiet} role="status">
        At this row the mixture’s density is {fromLog(gains[point])} times that of the one curve.
      </p>
      <Exercise
        id="one-bell"
        solved={gains[point] > Math.log(factor)}
        hint="Look for rows outside of the ellipses of the one curve, or for dense groups far from its centre."
        reward="There the one curve is wrong, and it cannot do better: it has to cover everything at once."
      >
        Point at a row which the mixture expects at least {factor} times as much as the one bell curve does.
      </Exercise>
    </>
  );
}
