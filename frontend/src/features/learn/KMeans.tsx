import { SegmentedControl } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { counted } from "../../components/numbers";
import { TaskProblem } from "../../components/TaskProblem";
import { Working } from "../../components/Working";
import { evaluate } from "../../geometry/density";
import { matching } from "../../geometry/matching";
import { reordered } from "../../geometry/mixture";
import {
  fittedRun,
  ownWork,
  usePlotLayer,
  useSession,
  useSessionStores,
  useTask,
  type Run,
} from "../../session";
import { hardColours, leaders, nearestMeans } from "./hard";
import classes from "./learn.module.css";

type Way = "hard" | "soft" | "own";

/** Round components of one size, cut hard as k-means cuts, beside the same softly and beside the person's own. */
export function KMeans() {
  const { store } = useSessionStores();
  const own = useSession((state) => ownWork(state).run);
  const { selection, settings } = own;
  const [way, setWay] = useState<Way>("hard");
  const [task, begin] = useTask<never, Run>("round", own);
  const fit = useMemo(
    () => () => begin((signal) => fittedRun(selection, { ...settings, structure: "EII" }, signal)),
    [begin, selection, settings],
  );
  const mixture = own.iterations.at(-1)?.mixture;
  const asked = task !== null;
  useEffect(() => {
    if (!asked && mixture) fit();
  }, [asked, mixture, fit]);
  const answer = task?.answer ?? null;
  const round = useMemo(() => {
    const end = answer?.iterations.at(-1);
    if (!answer || !end || !mixture) return null;
    const order = matching(mixture, end.mixture);
    const iterations = answer.iterations.map((one) => ({ ...one, mixture: reordered(one.mixture, order) }));
    const labels = nearestMeans(reordered(end.mixture, order), selection);
    const mine = leaders(evaluate(mixture, selection).responsibilities, mixture.weights.length);
    return {
      run: { ...answer, iterations, result: null },
      colours: hardColours(labels),
      differing: labels.reduce((sum, label, n) => sum + Number(label !== mine[n]), 0),
    };
  }, [answer, mixture, selection]);
  useEffect(() => {
    if (!round || way === "own") return undefined;
    store.getState().borrowPlot(round.run);
    return () => store.getState().returnPlot();
  }, [round, way, store]);
  usePlotLayer(
    useMemo(
      () =>
        round && way === "hard" ? { colours: round.colours, meaning: "Colours: the nearest mean." } : null,
      [round, way],
    ),
  );
  return (
    <>
      <p className={classes.prose}>
        k-means gives every row wholly to the nearest mean. That is a mixture in the strictest of shapes:
        round components of one size and weight, with shares of all or nothing. Long, thin or unlike groups
        are cut across, because distance knows nothing of their shape.
      </p>
      {!mixture && <p className={classes.quiet}>There is no mixture yet: fit one first.</p>}
      {task?.state === "working" && (
        <Working share={null} elapsed={null} onCancel={task.cancel}>
          Fitting round components of one size
        </Working>
      )}
      {task?.problem && <TaskProblem onRetry={fit}>{task.problem.message}</TaskProblem>}
      {round && (
        <>
          <SegmentedControl
            size="xs"
            aria-label="On the plot"
            data={[
              { value: "hard", label: "Nearest mean" },
              { value: "soft", label: "Round, soft" },
              { value: "own", label: "Your mixture" },
            ]}
            value={way}
            onChange={(value) => setWay(value as Way)}
          />
          <p className={classes.prose} role="status">
            {round.differing === 0
              ? "On these rows nothing is lost by it: every row goes where your mixture would send it. Try “Stretched cigars”."
              : `${counted(round.differing, "row")} of ${selection.count} go to another component than in your mixture.`}
          </p>
        </>
      )}
    </>
  );
}
