import { Button } from "@mantine/core";
import { useMemo } from "react";
import type { Anomalies } from "../../api";
import { Notice } from "../../components/Notice";
import { TaskProblem } from "../../components/TaskProblem";
import { ViewSection } from "../../components/ViewSection";
import { inPageWords } from "../../components/words";
import { Working } from "../../components/Working";
import { useAnomalies, useKept, usePlotLayer, useShownRun, type Run } from "../../session";
import { alarmsAt, meaningOf, ranked, RATES, USUAL_RATE } from "./ranking";
import { RankedRows } from "./RankedRows";
import classes from "./anomalies.module.css";

/** Which rows are unusual, at a rate of false alarms of one's choice, and why each of them is. */
export default function AnomaliesView() {
  const run = useShownRun();
  const [task, ask] = useAnomalies(run);
  if (!run.result)
    return (
      <ViewSection title="Unusual rows">
        <p className={classes.lead}>Fit a mixture first: it is what rows are compared with.</p>
      </ViewSection>
    );
  return (
    <ViewSection title="Unusual rows">
      {!task?.answer && task?.state !== "working" && (
        <>
          <p className={classes.lead}>
            Judges every row by a mixture that has not seen it, so that no row makes itself look ordinary, and
            says which of its values are unexpected beside the others.
          </p>
          <Button size="sm" onClick={ask}>
            Judge every row
          </Button>
        </>
      )}
      {task?.state === "working" && (
        <Working share={null} elapsed={null} onCancel={task.cancel}>
          Fitting to parts of the rows, judging the others
        </Working>
      )}
      {task?.problem && <TaskProblem onRetry={ask}>{task.problem.message}</TaskProblem>}
      {task?.answer && <Judged judged={task.answer} run={run} />}
    </ViewSection>
  );
}

function Judged({ judged, run }: { judged: Anomalies; run: Run }) {
  const [rate, setRate] = useKept<number>("false-alarm rate", USUAL_RATE);
  const marked = useMemo(() => alarmsAt(judged.p_values, rate), [judged, rate]);
  const count = marked.reduce((sum, flag) => sum + flag, 0);
  const words = meaningOf(rate, count, run.selection.count);
  const layer = useMemo(() => ({ marked, meaning: `Ringed: unusual rows. ${words}` }), [marked, words]);
  usePlotLayer(layer);
  const rows = useMemo(() => ranked(judged, rate), [judged, rate]);
  return (
    <>
      <label className={classes.rate}>
        False-alarm rate
        <input
          type="range"
          min={0}
          max={RATES.length - 1}
          step={1}
          value={RATES.findIndex((value) => value >= rate)}
          aria-valuetext={words}
          onChange={(event) => setRate(RATES[Number(event.currentTarget.value)])}
        />
      </label>
      <p className={classes.words} aria-live="polite">
        {words}
      </p>
      <p className={classes.note}>
        The rows are ranked among themselves, so this share of them is ringed whatever the data hold: ringed
        is a reason to look, not a verdict. Look at why.
      </p>
      {judged.warnings.map(({ message }) => (
        <Notice key={message} kind="note">
          {inPageWords(message)}
        </Notice>
      ))}
      <RankedRows rows={rows} total={count} rowNumbers={run.selection.rowNumbers} />
    </>
  );
}
