import { covarianceOnScreen, principalAxes, type Covariance2 } from "./ellipse";
import { screenPoint, type ScreenPoint } from "./points";
import type { Frame, Projection } from "./projection";
import type { Freedom } from "./structure";

/** Handles stand on the ellipse of so many standard deviations. */
export const HANDLE_SIGMAS = 2;

/** A half axis on the screen never gets shorter than this, in CSS pixels at one standard deviation. */
const LEAST_HALF_AXIS = 1.5;

export type Axis = "major" | "minor";

/** A place to take hold of an ellipse: the end of one of its axes, or where the axis leaves the plot. */
export interface Handle {
  readonly axis: Axis;
  readonly at: ScreenPoint;
  /** How far out on the axis it stands, 1 being the end: pulls count for as much more. */
  readonly share: number;
}

/** From the centre to an axis' end, in pixels. */
function tip(covariance: Covariance2, axis: Axis): ScreenPoint {
  const { major, minor, angle } = principalAxes(covariance);
  const turned = axis === "major" ? angle : angle + Math.PI / 2;
  const length = HANDLE_SIGMAS * (axis === "major" ? major : minor);
  return screenPoint(length * Math.cos(turned), length * Math.sin(turned));
}

/** Handles keep this distance from the edge of the plot, in CSS pixels. */
const EDGE = 10;

const room = (from: number, by: number, low: number, high: number): number =>
  by === 0 ? Infinity : ((by > 0 ? high - EDGE : low + EDGE) - from) / by;

/** How much of the way from the centre to a tip is inside of the frame. */
function shareInside(centre: ScreenPoint, x: number, y: number, frame: Frame): number {
  return Math.min(
    1,
    room(centre.x, x, frame.left, frame.left + frame.width),
    room(centre.y, y, frame.top, frame.top + frame.height),
  );
}

/** The handles of a component; of both ends of an axis the one that is in sight, and else the right or upper one. */
export function handlesOf(
  covariance: Covariance2,
  centre: ScreenPoint,
  projection: Projection,
  frame: Frame,
): Handle[] {
  const seen = covarianceOnScreen(covariance, projection);
  return (["major", "minor"] as const).map((axis) => {
    const { x, y } = tip(seen, axis);
    const side = (axis === "major" ? x : -y) < 0 ? -1 : 1;
    const ends = [side, -side].map((sign) => ({
      sign,
      inside: shareInside(centre, sign * x, sign * y, frame),
    }));
    const { sign, inside } = ends[1].inside > ends[0].inside ? ends[1] : ends[0];
    // Where not even the centre is in sight there is nothing to be taken hold of.
    const share = inside > 0 ? inside : 1;
    return { axis, share, at: screenPoint(centre.x + sign * share * x, centre.y + sign * share * y) };
  });
}

/**
 * The covariance of which the end of one axis has been pulled to a place `pull` (pixels from the centre). The other
 * axis keeps its length. Done on the screen, where the person sees right angles, and brought back to the data.
 */
export function pulled(
  covariance: Covariance2,
  axis: Axis,
  pull: ScreenPoint,
  projection: Projection,
  freedom: Freedom,
): Covariance2 {
  const seen = covarianceOnScreen(covariance, projection);
  const before = tip(seen, axis);
  const old = Math.hypot(before.x, before.y);
  const { major, minor, angle } = principalAxes(seen);
  if (freedom !== "any") {
    const reach = Math.abs(pull.x * before.x + pull.y * before.y) / old;
    const factor = Math.max(reach, HANDLE_SIGMAS * LEAST_HALF_AXIS) / old;
    if (freedom === "size") return scaled(covariance, factor, factor);
    const across = Math.abs(before.x) > Math.abs(before.y);
    return scaled(covariance, across ? factor : 1, across ? 1 : factor);
  }
  const length = Math.max(Math.hypot(pull.x, pull.y) / HANDLE_SIGMAS, LEAST_HALF_AXIS);
  const turned = Math.hypot(pull.x, pull.y) > 0 ? Math.atan2(pull.y, pull.x) : angle;
  const other = Math.max(axis === "major" ? minor : major, LEAST_HALF_AXIS);
  return fromScreen(ofAxes(length, other, turned), projection);
}

/** The covariance made longer along its major axis, or turned, by keys: on the screen, like a pull. */
export function stretched(
  covariance: Covariance2,
  factor: number,
  turn: number,
  projection: Projection,
): Covariance2 {
  const { major, minor, angle } = principalAxes(covarianceOnScreen(covariance, projection));
  return fromScreen(ofAxes(Math.max(major * factor, LEAST_HALF_AXIS), minor, angle + turn), projection);
}

const scaled = ({ xx, xy, yy }: Covariance2, x: number, y: number): Covariance2 => ({
  xx: xx * x * x,
  xy: xy * x * y,
  yy: yy * y * y,
});

/** The covariance with a half axis along an angle and another across it. */
function ofAxes(along: number, across: number, angle: number): Covariance2 {
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  return {
    xx: (along * cosine) ** 2 + (across * sine) ** 2,
    xy: (along ** 2 - across ** 2) * sine * cosine,
    yy: (along * sine) ** 2 + (across * cosine) ** 2,
  };
}

const fromScreen = ({ xx, xy, yy }: Covariance2, { scaleX, scaleY }: Projection): Covariance2 => ({
  xx: xx / (scaleX * scaleX),
  xy: xy / (scaleX * scaleY),
  yy: yy / (scaleY * scaleY),
});
