import { line } from "d3-shape";
import { useMemo } from "react";
import { densityCurves } from "../geometry/curves";
import { binCount, histogram } from "../geometry/histogram";
import { marginal, type Mixture } from "../geometry/mixture";
import { visibleIntervals, type Frame, type Projection } from "../geometry/projection";
import classes from "./charts.module.css";

interface Props {
  /** Of the two shown columns. */
  readonly mixture: Mixture;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly projection: Projection;
  readonly frame: Frame;
}

/** The part of the plot that a margin may take. */
const SHARE = 0.16;

/** A margin is low and long: finer bars than a histogram of its own would have still tell more than their noise hides. */
const binsOf = (values: Float64Array) =>
  Math.max(binCount(values), Math.min(30, Math.ceil(Math.sqrt(values.length))));

/** Along both axes: how the values of one column lie, whatever the other is, and what the mixture expects. */
export function MarginCurves({ mixture, x, y, projection, frame }: Props) {
  const visible = visibleIntervals(projection, frame);
  const bottom = frame.top + frame.height;
  return (
    <g className={classes.margins}>
      <Margin
        values={x}
        mixture={useMemo(() => marginal(mixture, [0]), [mixture])}
        domain={visible.x}
        along={(value) => projection.offsetX + projection.scaleX * value}
        room={SHARE * frame.height}
        place={(at, height) => [at, bottom - height]}
      />
      <Margin
        values={y}
        mixture={useMemo(() => marginal(mixture, [1]), [mixture])}
        domain={visible.y}
        along={(value) => projection.offsetY + projection.scaleY * value}
        room={SHARE * frame.width}
        place={(at, height) => [frame.left + height, at]}
      />
    </g>
  );
}

interface MarginProps {
  readonly values: Float64Array;
  readonly mixture: Mixture;
  readonly domain: readonly [number, number];
  /** Pixels along the axis. */
  readonly along: (value: number) => number;
  /** Pixels that the highest place may take. */
  readonly room: number;
  /** From a place along the axis and a height above it to the screen. */
  readonly place: (at: number, height: number) => readonly [number, number];
}

function Margin({ values, mixture, domain, along, room, place }: MarginProps) {
  const bins = useMemo(() => histogram(values, binsOf(values), null, 1), [values]);
  const curves = densityCurves(mixture, domain);
  const peak = Math.max(...bins.map(({ shares }) => shares[0]), ...curves.total);
  const height = (density: number) => (room * density) / peak;
  const outline = bins.flatMap(({ from, to, shares }) => [
    place(along(from), height(shares[0])),
    place(along(to), height(shares[0])),
  ]);
  const ends = [place(along(bins[0].from), 0), ...outline, place(along(bins[bins.length - 1].to), 0)];
  const draw = line<readonly [number, number]>(
    ([px]) => px,
    ([, py]) => py,
  );
  const curve = curves.places.map((value, i) => place(along(value), height(curves.total[i])));
  return (
    <>
      <path className={classes.marginBars} d={`${draw(ends) ?? ""}Z`} />
      <path className={classes.marginCurve} d={draw(curve) ?? undefined} />
    </>
  );
}
