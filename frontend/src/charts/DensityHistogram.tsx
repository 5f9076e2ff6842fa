import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { useMemo } from "react";
import { componentColour, css, isDashed } from "../geometry/colours";
import { densityCurves } from "../geometry/curves";
import type { Bin } from "../geometry/histogram";
import type { Mixture } from "../geometry/mixture";
import type { Interval } from "../geometry/points";
import { projectionOnto, type Frame } from "../geometry/projection";
import { Axes } from "./Axes";
import { ComponentBadge } from "./CovarianceEllipses";
import { HighDensityIntervals } from "./HighDensityIntervals";
import type { Layers } from "./MixturePlot";
import { useSize, type Size } from "./useSize";
import classes from "./charts.module.css";

interface Props {
  readonly bins: readonly Bin[];
  readonly domain: Interval;
  readonly label: string;
  /** Of one column; null before there is one. */
  readonly mixture: Mixture | null;
  readonly layers: Layers;
  readonly summary: string;
}

const frameOf = ({ width, height }: Size): Frame => ({
  left: 52,
  top: 30,
  width: Math.max(width - 52 - 12, 10),
  height: Math.max(height - 30 - 44, 10),
});

/** One column: a histogram split by responsibility, the mixture's density over it, and what each component adds. */
export function DensityHistogram(props: Props) {
  const [box, size] = useSize<HTMLDivElement>();
  return (
    <div ref={box} className={classes.plot} role="img" aria-label={props.summary}>
      {size && <SizedHistogram {...props} size={size} />}
    </div>
  );
}

function SizedHistogram({ bins, domain, label, mixture, layers, size }: Props & { size: Size }) {
  const frame = frameOf(size);
  const curves = useMemo(() => mixture && densityCurves(mixture, domain), [mixture, domain]);
  const peak = Math.max(
    ...bins.map((bin) => bin.shares.reduce((sum, share) => sum + share, 0)),
    ...(curves?.total ?? []),
  );
  const projection = projectionOnto(frame, domain, [0, peak * 1.12]);
  const x = scaleLinear(domain, [frame.left, frame.left + frame.width]);
  const y = (density: number) => projection.offsetY + projection.scaleY * density;
  const path = (values: readonly number[]) =>
    line<number>((_, i) => x(curves?.places[i] ?? 0), y)(values) ?? undefined;
  return (
    <svg className={classes.layer} width={size.width} height={size.height} aria-hidden="true">
      <Axes frame={frame} projection={projection} xLabel={label} yLabel="density" />
      <g className={classes.bars}>
        {bins.map((bin) => {
          let below = 0;
          return bin.shares.map((share, k) => {
            const top = y((below += share));
            return (
              <rect
                key={`${bin.from}-${k}`}
                x={x(bin.from)}
                width={x(bin.to) - x(bin.from)}
                y={top}
                height={y(below - share) - top}
                fill={mixture ? css(componentColour(k), 0.38) : "var(--line-strong)"}
              />
            );
          });
        })}
      </g>
      {mixture && curves && (
        <>
          {layers.contours && <HighDensityIntervals mixture={mixture} curves={curves} frame={frame} x={x} />}
          <path className={classes.densityCurve} d={path(curves.total)} />
          {layers.ellipses &&
            curves.components.map((values, k) => (
              <path
                key={k}
                className={classes.componentCurve}
                stroke={css(componentColour(k))}
                strokeDasharray={isDashed(k) ? "7 4" : undefined}
                d={path(values)}
              />
            ))}
          {layers.ellipses &&
            curves.components.map((values, k) => (
              <ComponentBadge key={k} component={k} x={x(mixture.means[k][0])} y={y(Math.max(...values))} />
            ))}
        </>
      )}
    </svg>
  );
}
