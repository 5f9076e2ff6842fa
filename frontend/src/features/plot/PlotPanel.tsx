import { useComputedColorScheme, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { SURFACES } from "../../charts/surface";
import { ErrorBoundary } from "../../components/ErrorBoundary";
import { axesOf, useSession, useSessionStores, useShownRun } from "../../session";
import { Drawn } from "./Drawn";
import { PlotKey } from "./PlotKey";
import { PlotToolbar } from "./PlotToolbar";
import { summaryOf } from "./summary";
import { useLaidOver } from "./useLaidOver";
import { useScene } from "./useScene";
import classes from "./plot.module.css";

interface Props {
  /** What stands below the plot while a component is in focus. */
  readonly editor: ReactNode;
  /** What the pointer may do on the plot. */
  readonly tools: ReactNode;
}

/** The data with the mixture laid over them; below them what the marks mean, or the editor of the component in focus. */
export function PlotPanel({ editor, tools }: Props) {
  const { playback } = useSessionStores();
  const { selection, iterations } = useShownRun();
  const table = useSession((state) => state.table);
  const look = useSession((state) => state.look);
  const changeLook = useSession((state) => state.changeLook);
  const draft = useSession((state) => state.draft);
  const focus = useSession((state) => state.focus);
  const position = useStore(playback, (state) => state.position);
  const surface = SURFACES[useComputedColorScheme("light")];
  const scene = useScene(selection, iterations, position, surface, look.unusual, draft);
  const over = useLaidOver(table, selection, scene, look);
  const [x, y] = axesOf(selection.columns, look);
  const unusual = scene.unusual?.reduce((sum, flag) => sum + flag, 0) ?? null;
  const fitted = iterations.length > 0;
  return (
    <section className={classes.panel} aria-labelledby="plot-heading">
      <VisuallyHidden component="h2" id="plot-heading">
        Plot
      </VisuallyHidden>
      <PlotToolbar
        tools={tools}
        columns={selection.columns}
        colourings={table.columns}
        look={look}
        x={x}
        y={y}
        fitted={fitted}
        onChange={changeLook}
      />
      <div className={classes.plot}>
        <ErrorBoundary part="The plot" scene={selection}>
          <Drawn
            table={table}
            selection={selection}
            scene={scene}
            over={over}
            x={x}
            y={y}
            surface={surface}
            summary={summaryOf(table.name, selection, scene.mixture, unusual)}
          />
        </ErrorBoundary>
      </div>
      {focus === null ? (
        <PlotKey
          look={over.layers}
          dimensions={selection.dimensions}
          fitted={fitted}
          meanings={over.meanings}
        >
          {unusual !== null && `Ringed: ${unusual} of ${selection.count} points.`}
        </PlotKey>
      ) : (
        editor
      )}
    </section>
  );
}
