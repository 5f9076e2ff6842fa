import type { ScaleLinear } from "d3-scale";
import { intervalsAbove, type DensityCurves } from "../geometry/curves";
import { enclosingLevels } from "../geometry/levels";
import type { Mixture } from "../geometry/mixture";
import type { Frame } from "../geometry/projection";
import classes from "./charts.module.css";

interface Props {
  readonly mixture: Mixture;
  readonly curves: DensityCurves;
  readonly frame: Frame;
  readonly x: ScaleLinear<number, number>;
}

const PROBABILITIES = [0.95, 0.8, 0.5] as const;
const ROW = 9;

/** What contours are in the plane: the shortest stretches of the axis that hold 50, 80 and 95 % of the mixture. */
export function HighDensityIntervals({ mixture, curves, frame, x }: Props) {
  const levels = enclosingLevels(mixture, PROBABILITIES);
  return (
    <g className={classes.regions}>
      {levels.map((level, row) => {
        const y = frame.top + 4 + row * ROW;
        const stretches = intervalsAbove(curves, Math.exp(level));
        const last = stretches.at(-1);
        return (
          <g key={PROBABILITIES[row]}>
            {stretches.map(([from, to]) => (
              <line key={from} x1={x(from)} x2={x(to)} y1={y} y2={y} />
            ))}
            {last && (
              <text x={x(last[1]) + 6} y={y} dy="0.35em">
                {PROBABILITIES[row] * 100} %
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
