import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { useMemo, useRef, type ReactNode } from "react";
import { componentColour, css, isDashed } from "../geometry/colours";
import { densityCurves, type DensityCurves } from "../geometry/curves";
import type { Bin } from "../geometry/histogram";
import type { Mixture } from "../geometry/mixture";
import type { Interval } from "../geometry/points";
import { projectAll, projectionOnto } from "../geometry/projection";
import { Axes } from "./Axes";
import { ComponentBadge } from "./CovarianceEllipses";
import { frameOf } from "./frame";
import { HighDensityIntervals } from "./HighDensityIntervals";
import { HistogramBars } from "./HistogramBars";
import type { Layers, Place } from "./MixturePlot";
import { PointPicker } from "./PointPicker";
import { ScatterCanvas } from "./ScatterCanvas";
import type { Surface } from "./surface";
import { useSize, type Size } from "./useSize";
import classes from "./charts.module.css";

interface Props {
  readonly values: Float64Array;
  readonly bins: readonly Bin[];
  readonly domain: Interval;
  readonly label: string;
  readonly colours: Uint8ClampedArray;
  readonly marked: Uint8Array | null;
  /** Of one column; null before there is one. */
  readonly mixture: Mixture | null;
  readonly layers: Layers;
  readonly surface: Surface;
  readonly summary: string;
  readonly selected: number | null;
  readonly onSelect: (point: number | null) => void;
  readonly card: ReactNode;
  readonly over?: (place: Place) => ReactNode;
}

/** Pixels by which the row of points stands above the axis. */
const RUG = 7;
/** Air above the highest bar or curve, as a factor. */
const HEADROOM = 1.18;

/** One column: a histogram split by responsibility, the mixture's density over it, and what each component adds. */
export function DensityHistogram(props: Props) {
  const [box, size] = useSize<HTMLDivElement>();
  return (
    <div ref={box} className={classes.plot}>
      {size && <SizedHistogram {...props} size={size} />}
    </div>
  );
}

function SizedHistogram({ values, bins, domain, mixture, layers, size, ...props }: Props & { size: Size }) {
  const area = useRef<HTMLDivElement>(null);
  const frame = useMemo(() => frameOf(size), [size]);
  const curves = useMemo(() => mixture && densityCurves(mixture, domain), [mixture, domain]);
  const peak = Math.max(
    ...bins.map((bin) => bin.shares.reduce((sum, share) => sum + share, 0)),
    ...(curves?.total ?? []),
  );
  const projection = projectionOnto(frame, domain, [0, peak * HEADROOM]);
  const x = scaleLinear(domain, [frame.left, frame.left + frame.width]);
  const y = (density: number) => projection.offsetY + projection.scaleY * density;
  const pixels = useMemo(() => {
    const rug = projectionOnto(frame, domain, [0, 1]);
    const height = RUG / frame.height;
    return projectAll(rug, values, new Float64Array(values.length).fill(height));
  }, [frame, domain, values]);
  const scatter = useMemo(
    () => ({ pixels, colours: props.colours, marked: props.marked }),
    [pixels, props.colours, props.marked],
  );
  return (
    <PointPicker
      area={area}
      size={size}
      pixels={pixels}
      selected={props.selected}
      onSelect={props.onSelect}
      card={props.card}
    >
      <svg className={classes.layer} width={size.width} height={size.height} aria-hidden="true">
        <Axes frame={frame} projection={projection} xLabel={props.label} yLabel="density" />
        <HistogramBars bins={bins} x={x} y={y} split={mixture !== null} />
        {mixture && curves && layers.contours && (
          <HighDensityIntervals mixture={mixture} curves={curves} frame={frame} x={x} />
        )}
        {mixture && curves && (
          <Curves mixture={mixture} curves={curves} x={x} y={y} split={layers.ellipses} />
        )}
      </svg>
      <ScatterCanvas size={size} scatter={scatter} surface={props.surface} summary={props.summary} />
      {props.over && (
        <svg className={classes.layer} width={size.width} height={size.height}>
          {props.over({ projection, frame })}
        </svg>
      )}
    </PointPicker>
  );
}

interface CurvesProps {
  readonly mixture: Mixture;
  readonly curves: DensityCurves;
  readonly x: (value: number) => number;
  readonly y: (density: number) => number;
  /** Whether each component has its own curve besides the total. */
  readonly split: boolean;
}

function Curves({ mixture, curves, x, y, split }: CurvesProps) {
  const path = (values: readonly number[]) =>
    line<number>((_, i) => x(curves.places[i]), y)(values) ?? undefined;
  return (
    <>
      <path className={classes.densityCurve} data-under={split || undefined} d={path(curves.total)} />
      {split &&
        curves.components.map((values, k) => (
          <g key={k}>
            <path
              className={classes.componentCurve}
              stroke={css(componentColour(k))}
              strokeDasharray={isDashed(k) ? "7 4" : undefined}
              d={path(values)}
            />
            <ComponentBadge component={k} x={x(mixture.means[k][0])} y={y(Math.max(...values))} />
          </g>
        ))}
    </>
  );
}
