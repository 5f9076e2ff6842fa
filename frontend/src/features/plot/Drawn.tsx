import { Fragment, useMemo } from "react";
import { DensityHistogram } from "../../charts/DensityHistogram";
import { MixturePlot } from "../../charts/MixturePlot";
import type { Surface } from "../../charts/surface";
import { binCount, histogram } from "../../geometry/histogram";
import { marginal } from "../../geometry/mixture";
import { paddedExtent } from "../../geometry/points";
import { columnOf, type Selection, type Table } from "../../geometry/table";
import { useSession, type Plane } from "../../session";
import { PointCard } from "./PointCard";
import type { LaidOver } from "./useLaidOver";
import type { Scene } from "./useScene";
import classes from "./plot.module.css";

interface Props {
  readonly table: Table;
  readonly selection: Selection;
  readonly scene: Scene;
  readonly over: LaidOver;
  readonly x: number;
  readonly y: number;
  readonly surface: Surface;
  readonly summary: string;
}

/** Two columns as a scatter plot, one as a histogram, none as a sentence. */
export function Drawn(props: Props) {
  const { dimensions, count } = props.selection;
  if (dimensions === 0 || (count === 0 && !(dimensions === 2 && props.table.origin === "drawn"))) {
    return (
      <p className={classes.empty}>
        {dimensions === 0
          ? "Nothing to draw yet: the fit needs at least one column of numbers."
          : "Nothing to draw: no row has a number in every chosen column."}
      </p>
    );
  }
  return dimensions === 1 ? <Histogram {...props} /> : <Scatter {...props} />;
}

/** The point that is pointed at, and what is said about it. */
function usePointed({ table, selection, scene }: Props) {
  const hovered = useSession((state) => state.hovered);
  const onSelect = useSession((state) => state.hover);
  const selected = hovered !== null && hovered < selection.count ? hovered : null;
  const card = selected !== null && (
    <PointCard table={table} selection={selection} scene={scene} point={selected} />
  );
  return { selected, onSelect, card };
}

/** What the open views draw above the points. */
const drawn = (over: LaidOver, plane: Plane) =>
  over.draws.map((draw, i) => <Fragment key={i}>{draw(plane)}</Fragment>);

function Scatter(props: Props) {
  const { selection, scene, over, x, y } = props;
  const columns = useMemo(() => [columnOf(selection, x), columnOf(selection, y)] as const, [selection, x, y]);
  const extent = useSession((state) => state.extent);
  const opened = useSession((state) => state.opened);
  const held =
    extent?.columns.join("\n") === [selection.columns[x], selection.columns[y]].join("\n") && extent;
  const domain = useMemo(
    () => held || { x: paddedExtent(columns[0]), y: paddedExtent(columns[1]) },
    [held, columns],
  );
  const shown = useMemo(() => scene.mixture && marginal(scene.mixture, [x, y]), [scene.mixture, x, y]);
  return (
    <MixturePlot
      {...usePointed(props)}
      scene={`${opened} ${x} ${y}`}
      x={columns[0]}
      y={columns[1]}
      domain={domain}
      xLabel={selection.columns[x]}
      yLabel={selection.columns[y]}
      colours={over.colours}
      marked={over.marked}
      mixture={shown}
      layers={over.layers}
      surface={props.surface}
      summary={props.summary}
      over={(place) => drawn(over, { ...place, x, y, mixture: shown })}
    />
  );
}

function Histogram(props: Props) {
  const { selection, scene, over } = props;
  const values = useMemo(() => columnOf(selection, 0), [selection]);
  const domain = useMemo(() => paddedExtent(values), [values]);
  const bins = useMemo(
    () => histogram(values, binCount(values), scene.responsibilities, scene.mixture?.weights.length ?? 1),
    [values, scene.responsibilities, scene.mixture],
  );
  return (
    <DensityHistogram
      {...usePointed(props)}
      values={values}
      bins={bins}
      domain={domain}
      label={selection.columns[0]}
      colours={over.colours}
      marked={over.marked}
      mixture={scene.mixture}
      layers={over.layers}
      surface={props.surface}
      summary={props.summary}
      over={(place) => drawn(over, { ...place, x: 0, y: null, mixture: scene.mixture })}
    />
  );
}
