import type { Mixture } from "../../geometry/mixture";
import { dataPoint, screenPoint, type ScreenPoint } from "../../geometry/points";
import { toData, toScreen } from "../../geometry/projection";
import { moved } from "../../geometry/shaping";
import type { Plane } from "../../session";

/** A plane with a mixture on it. */
export type Ground = Plane & { readonly mixture: Mixture };

/** How high a component's own curve is at so many standard deviations from its mean; of one column. */
export function curveHeight({ weights, covariances }: Mixture, k: number, sigmas: number): number {
  return (weights[k] * Math.exp(-(sigmas ** 2) / 2)) / Math.sqrt(2 * Math.PI * covariances[k][0][0]);
}

/** Where a component's number stands: at its mean, or at the top of its curve. */
export function badgePlace({ projection, mixture, y }: Ground, k: number): ScreenPoint {
  const [across, up] = mixture.means[k];
  return toScreen(projection, dataPoint(across, y === null ? curveHeight(mixture, k, 0) : up));
}

/** The mixture with the number of component k dragged to a place. */
export function dragged(plane: Ground, base: Mixture, k: number, to: ScreenPoint): Mixture {
  const place = toData(plane.projection, to);
  return plane.y === null
    ? moved(base, k, [plane.x], [place.x])
    : moved(base, k, [plane.x, plane.y], [place.x, place.y]);
}

/** The mixture with component k shifted by so many pixels. */
export function nudged(plane: Ground, base: Mixture, k: number, right: number, down: number): Mixture {
  const mean = (column: number) => base.means[k][column];
  const from = toScreen(plane.projection, dataPoint(mean(plane.x), plane.y === null ? 0 : mean(plane.y)));
  return dragged(plane, base, k, screenPoint(from.x + right, from.y + down));
}
