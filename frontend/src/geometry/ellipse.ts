import { screenPoint, dataPoint, type ScreenPoint } from "./points";
import { toScreen, type Projection } from "./projection";

/** A symmetric 2 x 2 matrix [[xx, xy], [xy, yy]]. */
export interface Covariance2 {
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

export interface Ellipse {
  readonly centre: ScreenPoint;
  /** Half axes: `major` lies along `angle`, `minor` across it. */
  readonly major: number;
  readonly minor: number;
  /** Radians from the x axis, in the handedness of the covariance's own space. */
  readonly angle: number;
}

export const covariance2 = (covariance: readonly (readonly number[])[]): Covariance2 => ({
  xx: covariance[0][0],
  xy: covariance[0][1],
  yy: covariance[1][1],
});

/**
 * The half axes and the angle of the ellipse at Mahalanobis distance 1.
 *
 * The angle is half of atan2(2 xy, xx - yy). The shorter formulas in circulation lay a tall, uncorrelated
 * component on its side, because they divide by xy or lose the sign of xx - yy.
 */
export function principalAxes({ xx, xy, yy }: Covariance2) {
  const middle = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  return {
    major: Math.sqrt(middle + spread),
    minor: Math.sqrt(Math.max(middle - spread, 0)),
    angle: Math.atan2(2 * xy, xx - yy) / 2,
  };
}

/** An affine map takes a covariance C to S C S; the axes must be found after it, because they do not survive unequal scales. */
export function covarianceOnScreen(covariance: Covariance2, { scaleX, scaleY }: Projection): Covariance2 {
  return {
    xx: covariance.xx * scaleX * scaleX,
    xy: covariance.xy * scaleX * scaleY,
    yy: covariance.yy * scaleY * scaleY,
  };
}

/** The ellipse of all places `sigmas` standard deviations from the mean, as it lies on the screen. */
export function ellipseOnScreen(
  mean: readonly number[],
  covariance: readonly (readonly number[])[],
  sigmas: number,
  projection: Projection,
): Ellipse {
  const axes = principalAxes(covarianceOnScreen(covariance2(covariance), projection));
  const { x, y } = toScreen(projection, dataPoint(mean[0], mean[1]));
  return {
    centre: screenPoint(x, y),
    major: sigmas * axes.major,
    minor: sigmas * axes.minor,
    angle: axes.angle,
  };
}
