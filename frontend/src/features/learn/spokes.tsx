import { componentColour, css } from "../../geometry/colours";
import { dataPoint } from "../../geometry/points";
import { toScreen } from "../../geometry/projection";
import type { Selection } from "../../geometry/table";
import type { Plane, PlotLayer } from "../../session";
import classes from "./learn.module.css";

/** Fainter ones cannot be seen. */
const VISIBLE = 0.005;
/** The number of a component reaches this far around its mean, in pixels. */
const BADGE = 11;

/** The chosen row, tied to every component as strongly as that answers for it. */
export function spokesOf(
  { values, dimensions }: Selection,
  point: number,
  shares: readonly number[],
): PlotLayer {
  return {
    draw: ({ x, y, projection, mixture }: Plane) => {
      if (y === null || !mixture) return null;
      const at = toScreen(
        projection,
        dataPoint(values[point * dimensions + x], values[point * dimensions + y]),
      );
      return (
        <g aria-hidden="true" className={classes.spokes}>
          {shares.map((share, k) => {
            const [meanX, meanY] = mixture.means[k] ?? [];
            if (share < VISIBLE || meanX === undefined) return null;
            const centre = toScreen(projection, dataPoint(meanX, meanY));
            const length = Math.hypot(centre.x - at.x, centre.y - at.y);
            const rest = Math.max(length - BADGE, 0) / Math.max(length, BADGE);
            const mean = { x: at.x + rest * (centre.x - at.x), y: at.y + rest * (centre.y - at.y) };
            return (
              <g key={k}>
                <line
                  className={classes.under}
                  x1={at.x}
                  y1={at.y}
                  x2={mean.x}
                  y2={mean.y}
                  strokeWidth={3 + 6 * share}
                />
                <line
                  x1={at.x}
                  y1={at.y}
                  x2={mean.x}
                  y2={mean.y}
                  stroke={css(componentColour(k))}
                  strokeWidth={1 + 6 * share}
                />
              </g>
            );
          })}
          <circle className={classes.chosen} cx={at.x} cy={at.y} r={7} />
        </g>
      );
    },
  };
}
