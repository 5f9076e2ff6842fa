import { useMemo } from "react";
import { visibleIntervals, type Frame, type Projection } from "../geometry/projection";
import { labelWidth } from "./textWidth";
import { ticksWithin, type Ticks } from "./ticks";
import classes from "./charts.module.css";

interface Props {
  readonly frame: Frame;
  readonly projection: Projection;
  readonly xLabel: string;
  readonly yLabel: string;
}

/** Pixels that one tick may claim. */
const ROOM_X = 84;
const ROOM_Y = 56;

/** Pixels between two labels on a line, and between a label and the edge of the picture. */
const GAP = 10;
const EDGE = 2;
/** So far a label may stand out to the right of the frame. */
const RIGHT = 10;
/** From a label to its axis. */
const OFFSET = 8;

const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(labelWidth));

/** What a label takes of its line; the last one may be moved to the left, to stay in the picture. */
const claimed = (width: number) => width + GAP + Math.max(0, width / 2 - RIGHT);

/** The name of a column whose labels are counted from a base. */
const named = (label: string, { base }: Ticks) => (base === null ? label : `${label} (+ ${base})`);

/** Ticks, a quiet grid, and the names of the two columns. */
export function Axes({ frame, projection, xLabel, yLabel }: Props) {
  const { x, y } = visibleIntervals(projection, frame);
  const bottom = frame.top + frame.height;
  const right = frame.left + frame.width;
  const [from, to] = x;
  const across = useMemo(
    () => ticksWithin([from, to], frame.width, ROOM_X, (texts, apart) => claimed(widest(texts)) <= apart),
    [from, to, frame.width],
  );
  const [low, high] = y;
  const up = useMemo(
    () =>
      ticksWithin([low, high], frame.height, ROOM_Y, (texts) => widest(texts) <= frame.left - OFFSET - EDGE),
    [low, high, frame.height, frame.left],
  );
  return (
    <g className={classes.axes}>
      {across.ticks.map(({ value, text }) => {
        const at = projection.offsetX + projection.scaleX * value;
        return (
          <g key={value}>
            <line x1={at} x2={at} y1={frame.top} y2={bottom} />
            <text x={Math.min(at, right + RIGHT - labelWidth(text) / 2)} y={bottom + 17} textAnchor="middle">
              {text}
            </text>
          </g>
        );
      })}
      {up.ticks.map(({ value, text }) => {
        const at = projection.offsetY + projection.scaleY * value;
        return (
          <g key={value}>
            <line x1={frame.left} x2={right} y1={at} y2={at} />
            <text x={frame.left - OFFSET} y={at} dy="0.32em" textAnchor="end">
              {text}
            </text>
          </g>
        );
      })}
      <text className={classes.axisName} x={right} y={bottom + 35} textAnchor="end">
        {named(xLabel, across)} →
      </text>
      <text className={classes.axisName} x={12} y={frame.top - 11}>
        ↑ {named(yLabel, up)}
      </text>
    </g>
  );
}
