import { VisuallyHidden } from "@mantine/core";
import { useMemo, useState } from "react";
import { useStore, type StoreApi } from "zustand";
import { DensityHistogram } from "../../charts/DensityHistogram";
import { MixturePlot } from "../../charts/MixturePlot";
import { SURFACES } from "../../charts/surface";
import { ErrorBoundary } from "../../components/ErrorBoundary";
import { binCount, histogram } from "../../geometry/histogram";
import { marginal } from "../../geometry/mixture";
import type { Iteration } from "../../geometry/moments";
import { paddedExtent } from "../../geometry/points";
import { columnOf, type Selection, type Table } from "../../geometry/table";
import { PlotKey } from "./PlotKey";
import { PlotToolbar } from "./PlotToolbar";
import { PointCard } from "./PointCard";
import { summaryOf } from "./summary";
import { useScene, type Scene } from "./useScene";
import { axesOf, type View } from "./view";
import classes from "./plot.module.css";

interface Props {
  readonly table: Table;
  readonly selection: Selection;
  readonly iterations: readonly Iteration[];
  readonly playback: StoreApi<{ readonly position: number }>;
  readonly view: View;
  readonly scheme: "light" | "dark";
  readonly onView: (view: View) => void;
}

/** The data with the mixture laid over them, at the moment at which the replay stands. */
export function PlotPanel(props: Props) {
  const { table, selection, iterations, view } = props;
  const position = useStore(props.playback, (state) => state.position);
  const surface = SURFACES[props.scheme];
  const scene = useScene(selection, iterations, position, surface, view.unusual);
  const [x, y] = axesOf(selection.columns, view);
  const marked = scene.unusual?.reduce((sum, flag) => sum + flag, 0) ?? null;
  const summary = summaryOf(table.name, selection, scene.mixture, marked);
  const drawing = { ...props, scene, x, y, summary };
  return (
    <section className={classes.panel} aria-labelledby="plot-heading">
      <VisuallyHidden component="h2" id="plot-heading">
        Plot
      </VisuallyHidden>
      <PlotToolbar
        columns={selection.columns}
        view={view}
        x={x}
        y={y}
        fitted={iterations.length > 0}
        onChange={props.onView}
      />
      <div className={classes.plot}>
        <ErrorBoundary part="The plot" scene={selection}>
          <Drawn {...drawing} />
        </ErrorBoundary>
      </div>
      <PlotKey view={view} dimensions={selection.dimensions} fitted={iterations.length > 0}>
        {marked !== null && `Ringed: ${marked} of ${selection.count} points.`}
      </PlotKey>
    </section>
  );
}

function Drawn(drawing: Drawing) {
  const { dimensions, count } = drawing.selection;
  if (dimensions === 0 || count === 0) {
    return (
      <p className={classes.empty}>
        {dimensions === 0
          ? "Nothing to draw yet: the fit needs at least one column of numbers."
          : "Nothing to draw: no row has a number in every chosen column."}
      </p>
    );
  }
  return dimensions === 1 ? <Histogram {...drawing} /> : <Plane {...drawing} />;
}

type Drawing = Props & { scene: Scene; x: number; y: number; summary: string };

/** The point that a person is pointing at; forgotten when other data are shown. */
function useSelected(selection: Selection) {
  const [selected, setSelected] = useState<{ selection: Selection; point: number } | null>(null);
  const point = selected?.selection === selection ? selected.point : null;
  const select = (next: number | null) => setSelected(next === null ? null : { selection, point: next });
  return [point, select] as const;
}

function Plane({ table, selection, scene, view, scheme, x, y, summary }: Drawing) {
  const [point, setPoint] = useSelected(selection);
  const columns = useMemo(() => [columnOf(selection, x), columnOf(selection, y)] as const, [selection, x, y]);
  const domain = useMemo(() => ({ x: paddedExtent(columns[0]), y: paddedExtent(columns[1]) }), [columns]);
  const shown = useMemo(() => scene.mixture && marginal(scene.mixture, [x, y]), [scene.mixture, x, y]);
  return (
    <MixturePlot
      scene={`${table.name} ${x} ${y}`}
      x={columns[0]}
      y={columns[1]}
      domain={domain}
      xLabel={selection.columns[x]}
      yLabel={selection.columns[y]}
      colours={scene.colours}
      marked={scene.unusual}
      mixture={shown}
      layers={view}
      surface={SURFACES[scheme]}
      summary={summary}
      selected={point}
      onSelect={setPoint}
      card={point !== null && <PointCard table={table} selection={selection} scene={scene} point={point} />}
    />
  );
}

function Histogram({ table, selection, scene, view, scheme, summary }: Drawing) {
  const [point, setPoint] = useSelected(selection);
  const values = useMemo(() => columnOf(selection, 0), [selection]);
  const domain = useMemo(() => paddedExtent(values), [values]);
  const bins = useMemo(
    () => histogram(values, binCount(values), scene.responsibilities, scene.mixture?.weights.length ?? 1),
    [values, scene.responsibilities, scene.mixture],
  );
  return (
    <DensityHistogram
      values={values}
      bins={bins}
      domain={domain}
      label={selection.columns[0]}
      colours={scene.colours}
      marked={scene.unusual}
      mixture={scene.mixture}
      layers={view}
      surface={SURFACES[scheme]}
      summary={summary}
      selected={point}
      onSelect={setPoint}
      card={point !== null && <PointCard table={table} selection={selection} scene={scene} point={point} />}
    />
  );
}
