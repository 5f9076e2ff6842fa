import type { Sample } from "../../api";
import { componentColour, css } from "../../geometry/colours";
import { dataPoint } from "../../geometry/points";
import { toScreen } from "../../geometry/projection";
import type { Plane, PlotLayer } from "../../session";
import classes from "./learn.module.css";

/** The drops that have fallen so far, over the rows, which fade. In a histogram they lie along its foot. */
export function rainOf({ data, labels }: Sample, fallen: number, faint: Uint8ClampedArray): PlotLayer {
  return {
    colours: faint,
    meaning: fallen > 0 ? "Ringed dots: drops, in the colour of their component." : undefined,
    draw: ({ x, y, projection, frame }: Plane) => (
      <g aria-hidden="true" className={classes.rain}>
        {data.slice(0, fallen).map((row, n) => {
          const at = toScreen(projection, dataPoint(row[x], y === null ? 0 : row[y]));
          const height = y === null ? frame.top + frame.height - 6 - (n % 5) * 7 : at.y;
          return <circle key={n} cx={at.x} cy={height} r={4.5} fill={css(componentColour(labels[n]))} />;
        })}
      </g>
    ),
  };
}
