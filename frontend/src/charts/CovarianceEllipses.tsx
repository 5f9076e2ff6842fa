import { componentColour, css, inkOn, isDashed } from "../geometry/colours";
import { ellipseOnScreen } from "../geometry/ellipse";
import type { Mixture } from "../geometry/mixture";
import type { Projection } from "../geometry/projection";
import classes from "./charts.module.css";

interface Props {
  /** Of the two shown columns. */
  readonly mixture: Mixture;
  readonly projection: Projection;
}

const SIGMAS = [2, 1] as const;
const BADGE_RADIUS = 10.5;

const degrees = (radians: number) => (radians * 180) / Math.PI;

/** Each component at one and two standard deviations. */
export function CovarianceEllipses({ mixture, projection }: Props) {
  return (
    <g className={classes.ellipses}>
      {mixture.weights.map((_, k) =>
        SIGMAS.map((sigmas) => {
          const { centre, major, minor, angle } = ellipseOnScreen(
            mixture.means[k],
            mixture.covariances[k],
            sigmas,
            projection,
          );
          return (
            <g
              key={`${k}-${sigmas}`}
              transform={`translate(${centre.x} ${centre.y}) rotate(${degrees(angle)})`}
            >
              <ellipse className={classes.halo} rx={major} ry={minor} />
              <ellipse
                rx={major}
                ry={minor}
                stroke={css(componentColour(k))}
                fill={css(componentColour(k), sigmas === 1 ? 0.1 : 0.05)}
                strokeWidth={sigmas === 1 ? 2.25 : 1.5}
                strokeDasharray={isDashed(k) ? "7 4" : undefined}
              />
            </g>
          );
        }),
      )}
    </g>
  );
}

/** The numbers of the components at their means. */
export function ComponentBadges({ mixture, projection }: Props) {
  return (
    <g>
      {mixture.weights.map((_, k) => (
        <ComponentBadge
          key={k}
          component={k}
          x={projection.offsetX + projection.scaleX * mixture.means[k][0]}
          y={projection.offsetY + projection.scaleY * mixture.means[k][1]}
        />
      ))}
    </g>
  );
}

/** The number of a component on its colour: identity that does not rest on hue. */
export function ComponentBadge({ component, x, y }: { component: number; x: number; y: number }) {
  const colour = componentColour(component);
  return (
    <g transform={`translate(${x} ${y})`} className={classes.badge}>
      <circle r={BADGE_RADIUS} fill={css(colour)} />
      <text textAnchor="middle" dy="0.35em" fill={inkOn(colour)}>
        {component + 1}
      </text>
    </g>
  );
}
