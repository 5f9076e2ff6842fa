import { useShallow } from "zustand/react/shallow";
import { DataPanel } from "../features/dataset/DataPanel";
import { FitPanel } from "../features/fit/FitPanel";
import { RunsPanel } from "../features/runs/RunsPanel";
import { isStale, obstacleToFit, useSession } from "../session";
import classes from "./app.module.css";

/** What is fitted, and how. */
export function Controls() {
  const data = useSession(
    useShallow(
      ({ table, columns, selection, loading, openingProblem, awaited, chooseColumns, leaveOut }) => ({
        table,
        columns,
        selection,
        loading,
        openingProblem,
        awaited,
        chooseColumns,
        leaveOut,
      }),
    ),
  );
  const model = useSession(
    useShallow(({ settings, fitting: { progress, problem, cancelled }, changeSettings, fit, cancelFit }) => ({
      settings,
      progress,
      problem,
      cancelled,
      onChange: changeSettings,
      onFit: fit,
      onCancel: cancelFit,
    })),
  );
  const stale = useSession(isStale);
  const { problem } = model;
  const aboutData = problem?.field === "data" || problem?.field === "columns";
  return (
    <div className={classes.controls}>
      <DataPanel
        table={data.table}
        chosen={data.columns}
        leftOut={data.selection.leftOut}
        awaited={data.awaited}
        loading={data.loading}
        problem={data.openingProblem}
        refusal={aboutData ? problem.message : null}
        onChoose={data.chooseColumns}
        onTakeBack={() => data.leaveOut(null)}
      />
      <FitPanel {...model} stale={stale} obstacle={obstacleToFit(data)} />
      <RunsPanel />
    </div>
  );
}
