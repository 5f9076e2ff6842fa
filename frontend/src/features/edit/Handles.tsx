import { componentColour, css } from "../../geometry/colours";
import { covariance2 } from "../../geometry/ellipse";
import { handlesOf, pulled, type Axis } from "../../geometry/handles";
import type { Mixture } from "../../geometry/mixture";
import { dataPoint, screenPoint, type ScreenPoint } from "../../geometry/points";
import { toScreen } from "../../geometry/projection";
import { reshaped } from "../../geometry/shaping";
import { freedomOf, type Structure } from "../../geometry/structure";
import type { Plane } from "../../session";
import { useGrab } from "./useGrab";
import classes from "./edit.module.css";

interface Props {
  readonly plane: Plane & { readonly y: number; readonly mixture: Mixture };
  readonly component: number;
  readonly structure: Structure;
}

/** The ends of a component's axes, to stretch and to turn it. */
export function Handles({ plane, component, structure }: Props) {
  const { projection, mixture } = plane;
  const covariance = covariance2(mixture.covariances[component]);
  const [x, y] = mixture.means[component];
  const centre = toScreen(projection, dataPoint(x, y));
  return handlesOf(covariance, centre, projection, plane.frame).map(({ axis, at, share }) => (
    <Handle
      key={axis}
      axis={axis}
      at={at}
      share={share}
      centre={centre}
      plane={plane}
      component={component}
      structure={structure}
    />
  ));
}

interface HandleProps extends Props {
  readonly axis: Axis;
  readonly at: ScreenPoint;
  readonly share: number;
  readonly centre: ScreenPoint;
}

function Handle({ axis, at, share, centre, plane, component, structure }: HandleProps) {
  const columns = [plane.x, plane.y];
  const grab = useGrab(component, at, (base, to) => {
    const whole = base.covariances[component];
    const before = covariance2(columns.map((i) => columns.map((j) => whole[i][j])));
    const pull = screenPoint((to.x - centre.x) / share, (to.y - centre.y) / share);
    const { xx, xy, yy } = pulled(before, axis, pull, plane.projection, freedomOf(structure));
    return reshaped(
      base,
      component,
      columns,
      [
        [xx, xy],
        [xy, yy],
      ],
      structure,
    );
  });
  return (
    <>
      <line className={classes.arm} x1={centre.x} y1={centre.y} x2={at.x} y2={at.y} />
      {/* Keys do the same from the component's number; this is for the pointer alone. */}
      <g
        {...grab}
        data-grab={`${axis} axis`}
        className={classes.handle}
        transform={`translate(${at.x} ${at.y})`}
      >
        <circle className={classes.reach} r={18} />
        <rect x={-5.5} y={-5.5} width={11} height={11} rx={2.5} stroke={css(componentColour(component))} />
      </g>
    </>
  );
}
