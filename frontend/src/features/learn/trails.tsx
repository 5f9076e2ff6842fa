import { componentColour, css } from "../../geometry/colours";
import type { Mixture } from "../../geometry/mixture";
import { dataPoint } from "../../geometry/points";
import { toScreen } from "../../geometry/projection";
import type { Plane, PlotLayer } from "../../session";
import classes from "./learn.module.css";

/** The number of a component reaches this far around its mean, in pixels. */
const BADGE = 14;
/** Shorter ways have no room for an arrow. */
const LEAST = BADGE + 5;

/** From the means of one mixture to those of the next: where an M-step takes each component. */
export function trailsOf(from: Mixture, to: Mixture): PlotLayer {
  return {
    meaning: "Arrows: where this M-step takes the means.",
    draw: ({ x, y, projection }: Plane) => {
      if (y === null) return null;
      return (
        <g aria-hidden="true" className={classes.trails}>
          {from.means.map((mean, k) => {
            const start = toScreen(projection, dataPoint(mean[x], mean[y]));
            const end = toScreen(projection, dataPoint(to.means[k][x], to.means[k][y]));
            const length = Math.hypot(end.x - start.x, end.y - start.y);
            if (length < LEAST) return null;
            const angle = (Math.atan2(end.y - start.y, end.x - start.x) * 180) / Math.PI;
            const arrow = `M0 0H${length - BADGE}m-4 -4.5l5 4.5l-5 4.5`;
            return (
              <g key={k} transform={`translate(${start.x} ${start.y}) rotate(${angle})`}>
                <path className={classes.under} d={arrow} strokeWidth={5} />
                <path d={arrow} stroke={css(componentColour(k))} strokeWidth={2.25} />
                <circle className={classes.origin} r={4} stroke={css(componentColour(k))} />
              </g>
            );
          })}
        </g>
      );
    },
  };
}
