import { scaleLinear } from "d3-scale";
import { visibleIntervals, type Frame, type Projection } from "../geometry/projection";
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

function ticksOf(interval: readonly [number, number], pixels: number, room: number) {
  const scale = scaleLinear().domain(interval);
  const count = Math.max(2, Math.floor(pixels / room));
  const format = scale.tickFormat(count);
  return scale.ticks(count).map((value) => ({ value, text: format(value) }));
}

/** Ticks, a quiet grid, and the names of the two columns. */
export function Axes({ frame, projection, xLabel, yLabel }: Props) {
  const { x, y } = visibleIntervals(projection, frame);
  const bottom = frame.top + frame.height;
  const right = frame.left + frame.width;
  return (
    <g className={classes.axes}>
      {ticksOf(x, frame.width, ROOM_X).map(({ value, text }) => {
        const at = projection.offsetX + projection.scaleX * value;
        return (
          <g key={value}>
            <line x1={at} x2={at} y1={frame.top} y2={bottom} />
            <text x={at} y={bottom + 17} textAnchor="middle">
              {text}
            </text>
          </g>
        );
      })}
      {ticksOf(y, frame.height, ROOM_Y).map(({ value, text }) => {
        const at = projection.offsetY + projection.scaleY * value;
        return (
          <g key={value}>
            <line x1={frame.left} x2={right} y1={at} y2={at} />
            <text x={frame.left - 8} y={at} dy="0.32em" textAnchor="end">
              {text}
            </text>
          </g>
        );
      })}
      <text className={classes.axisName} x={right} y={bottom + 35} textAnchor="end">
        {xLabel} →
      </text>
      <text className={classes.axisName} x={12} y={frame.top - 11}>
        ↑ {yLabel}
      </text>
    </g>
  );
}
