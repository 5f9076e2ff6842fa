import { componentColour, css } from "../../geometry/colours";
import { dataPoint } from "../../geometry/points";
import { toData, toScreen } from "../../geometry/projection";
import { resized } from "../../geometry/shaping";
import type { Structure } from "../../geometry/structure";
import { curveHeight, type Ground } from "./plane";
import { useGrab } from "./useGrab";
import classes from "./edit.module.css";

interface Props {
  readonly plane: Ground;
  readonly component: number;
  readonly structure: Structure;
}

/** In a histogram: one standard deviation from the mean, to make a component wider or narrower. */
export function WidthHandle({ plane, component, structure }: Props) {
  const { projection, mixture } = plane;
  const mean = mixture.means[component][0];
  const deviation = Math.sqrt(mixture.covariances[component][0][0]);
  const at = toScreen(projection, dataPoint(mean + deviation, curveHeight(mixture, component, 1)));
  const least = 2 / Math.abs(projection.scaleX);
  const grab = useGrab(component, at, (base, to) => {
    const wanted = Math.max(Math.abs(toData(projection, to).x - base.means[component][plane.x]), least);
    return resized(base, component, wanted / Math.sqrt(base.covariances[component][0][0]), structure);
  });
  return (
    <g {...grab} data-grab="width" className={classes.handle} transform={`translate(${at.x} ${at.y})`}>
      <circle className={classes.reach} r={18} />
      <rect x={-5.5} y={-5.5} width={11} height={11} rx={2.5} stroke={css(componentColour(component))} />
    </g>
  );
}
