import { useComputedColorScheme } from "@mantine/core";
import { DataPanel } from "../features/dataset/DataPanel";
import { DatasetBar } from "../features/dataset/DatasetBar";
import { DropTarget } from "../features/dataset/DropTarget";
import { Background } from "../features/explain/Background";
import { LessonPanel } from "../features/explain/LessonPanel";
import { startOf } from "../features/fit/fitState";
import { FitPanel } from "../features/fit/FitPanel";
import { Timeline } from "../features/playback/Timeline";
import { PlotPanel } from "../features/plot/PlotPanel";
import { Announcer } from "./Announcer";
import { applicationOf, viewOf } from "./applications";
import { ShownResult } from "./ShownResult";
import { useWorkbench } from "./useWorkbench";
import classes from "./app.module.css";

/** Places the parts of the page and hands each what it shows. */
export function Workbench() {
  const bench = useWorkbench();
  const scheme = useComputedColorScheme("light");
  const { shown, fitting, dataset, playback, table } = bench;
  const refused = fitting.problem?.field === "data" || fitting.problem?.field === "columns";
  return (
    <>
      <DropTarget onFile={dataset.openFile} />
      <DatasetBar
        exampleId={bench.exampleId}
        loading={dataset.loading}
        onExample={dataset.openExample}
        onFile={dataset.openFile}
      />
      <main className={classes.bench}>
        <div className={classes.stage}>
          <PlotPanel
            table={table}
            selection={shown.selection}
            iterations={shown.iterations}
            playback={playback}
            view={bench.view}
            scheme={scheme}
            onView={bench.setView}
          />
          {shown.iterations.length > 0 && <Timeline playback={playback} iterations={shown.iterations} />}
        </div>
        <div className={classes.controls}>
          <DataPanel
            table={table}
            chosen={bench.columns}
            leftOut={bench.selection.leftOut}
            loading={dataset.loading}
            problem={dataset.problem}
            refusal={refused ? (fitting.problem?.message ?? null) : null}
            onChoose={bench.chooseColumns}
          />
          <FitPanel
            settings={bench.settings}
            progress={fitting.progress}
            problem={fitting.problem}
            cancelled={fitting.cancelled}
            stale={bench.stale}
            obstacle={bench.obstacle}
            onChange={bench.changeSettings}
            onFit={bench.fit}
            onCancel={fitting.cancel}
          />
        </div>
        <div className={classes.reading}>
          <LessonPanel
            playback={playback}
            iterations={shown.iterations.length}
            init={startOf(shown)}
            structure={shown.settings.structure}
            cutShort={shown.result?.stop_reason === "iteration_limit"}
            leaping={shown.gait === "leaps"}
          />
          <ShownResult run={shown} playback={playback} onLeap={bench.leap} />
        </div>
      </main>
      <Background
        active={applicationOf(bench.view)}
        onShow={(use) => bench.setView(viewOf(use, bench.view))}
      />
      <Announcer fitting={fitting} table={table} loading={dataset.loading} />
    </>
  );
}
