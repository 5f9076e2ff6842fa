import { useMemo, useState } from "react";
import { SegmentedControl } from "@mantine/core";
import { streamSelection } from "../../api";
import { CriterionChart, type Spot } from "../../charts/CriterionChart";
import { TaskProblem } from "../../components/TaskProblem";
import { ViewSection } from "../../components/ViewSection";
import { Working } from "../../components/Working";
import { ALL_STRUCTURES, obstacleToFit, useKept, useSession, useShownRun, useTask } from "../../session";
import { CRITERIA } from "./criteria";
import { seriesOf } from "./series";
import {
  begunSweep,
  bestOf,
  numbers,
  progressOf,
  sweepRequest,
  swept,
  USUAL_SWEEP,
  type Criterion,
  type Sweep,
} from "./sweep";
import { SweepForm } from "./SweepForm";
import { SweepTable } from "./SweepTable";
import { Choices, Verdict } from "./Told";
import classes from "./choose.module.css";

/** How many components, and of which shapes: all of them tried, and how decided the answer is. */
export default function ChooseView() {
  const selection = useSession((state) => state.selection);
  const settings = useSession((state) => state.settings);
  const obstacle = useSession(obstacleToFit);
  const [options, setOptions] = useKept("choose options", USUAL_SWEEP);
  const [task, begin] = useTask<Sweep, Sweep>("choose", selection);
  const start = () =>
    begin(async (signal, report) => {
      let sweep = begunSweep(options);
      for await (const event of streamSelection(sweepRequest(selection, options, settings.seed), signal)) {
        sweep = swept(sweep, event);
        report(sweep);
      }
      return sweep;
    });
  const sweep = task?.answer ?? task?.progress ?? null;
  const progress = sweep && progressOf(sweep);
  return (
    <ViewSection title="How many components?">
      {!sweep && (
        <p className={classes.lead}>
          More components always fit better. A criterion asks whether they fit better by more than they cost.
        </p>
      )}
      <SweepForm
        options={options}
        current={settings.structure}
        obstacle={obstacle}
        again={sweep !== null}
        onChange={setOptions}
        onBegin={start}
      />
      {task?.state === "working" && (
        <Working
          share={progress?.share ?? null}
          elapsed={progress?.timed ? task.elapsed : null}
          onCancel={task.cancel}
        >
          {progress?.words ?? "Preparing"}
        </Working>
      )}
      {task?.state === "cancelled" && (
        <p className={classes.note}>Cancelled. What was known by then is below.</p>
      )}
      {task?.problem && <TaskProblem onRetry={start}>{task.problem.message}</TaskProblem>}
      {sweep && sweep.cells.size > 0 && <Compared sweep={sweep} />}
    </ViewSection>
  );
}

/** The mixtures compared: said, drawn and in numbers. */
function Compared({ sweep }: { sweep: Sweep }) {
  const [criterion, setCriterion] = useKept<Criterion>("choose criterion", "bic");
  const [hovered, setHovered] = useState<Spot | null>(null);
  const changeSettings = useSession((state) => state.changeSettings);
  const settings = useSession((state) => state.settings);
  const fit = useSession((state) => state.fit);
  const { settings: used, iterations } = useShownRun();
  const offered = CRITERIA.filter(({ value }) => value !== "cross_validation" || sweep.options.crossValidate);
  const asked = offered.find(({ value }) => value === criterion) ?? offered[0];
  const series = useMemo(() => seriesOf(sweep, asked.value), [sweep, asked.value]);
  const best = bestOf(sweep.cells.values(), asked.value);
  const take = ({ key, components }: Spot) => {
    const structure = ALL_STRUCTURES.find(({ value }) => value === key);
    if (!structure) return;
    changeSettings({ ...settings, components, structure: structure.value });
    fit();
  };
  const shared = {
    current: iterations.length > 0 ? { key: used.structure, components: used.components } : null,
    hovered,
    onHover: setHovered,
    onTake: take,
  };
  const bestSpot = best && { key: best.covariance_type, components: best.n_components };
  return (
    <div className={classes.compared}>
      {sweep.told && <Verdict sentences={sweep.told.verdict} />}
      <SegmentedControl
        size="xs"
        aria-label="Criterion"
        data={offered.map(({ value, label }) => ({ value, label }))}
        value={asked.value}
        onChange={(value) => setCriterion(value as Criterion)}
      />
      <p className={classes.note}>{asked.meaning}</p>
      <CriterionChart
        {...shared}
        series={series}
        components={numbers(sweep.options)}
        label={asked.label}
        best={bestSpot}
        summary={
          best
            ? `${asked.label} over the number of components: best for ${best.n_components} of ${best.letters}. The numbers are in the table below.`
            : `${asked.label} over the number of components.`
        }
      />
      <SweepTable {...shared} sweep={sweep} criterion={asked.value} />
      <p className={classes.note}>
        How far each mixture is behind the best: under 2 is hardly anything, over 10 is decided. Click one to
        take it. × rests on too few rows; – could not be fitted.
      </p>
      {sweep.told && <Choices told={sweep.told} onTake={take} />}
    </div>
  );
}
