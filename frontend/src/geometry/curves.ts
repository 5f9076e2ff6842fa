import type { Mixture } from "./mixture";
import type { Interval } from "./points";

/** The density of a one-column mixture along its axis, whole and split into what each component adds. */
export interface DensityCurves {
  readonly places: readonly number[];
  readonly total: readonly number[];
  readonly components: readonly (readonly number[])[];
}

const PLACES = 320;
/** Places around each mean at which a curve is computed besides, so that a narrow component keeps its peak. */
const SIGMAS = Array.from({ length: 33 }, (_, i) => (i - 16) / 4);

export function densityCurves(mixture: Mixture, domain: Interval): DensityCurves {
  const even = Array.from(
    { length: PLACES + 1 },
    (_, i) => domain[0] + (i / PLACES) * (domain[1] - domain[0]),
  );
  const around = mixture.means.flatMap(([mean], k) =>
    SIGMAS.map((sigmas) => mean + sigmas * Math.sqrt(mixture.covariances[k][0][0])),
  );
  const places = [...even, ...around.filter((x) => x > domain[0] && x < domain[1])].toSorted((a, b) => a - b);
  const components = mixture.weights.map((weight, k) => {
    const variance = mixture.covariances[k][0][0];
    const height = weight / Math.sqrt(2 * Math.PI * variance);
    return places.map((x) => height * Math.exp(-((x - mixture.means[k][0]) ** 2) / (2 * variance)));
  });
  const total = places.map((_, i) => components.reduce((sum, values) => sum + values[i], 0));
  return { places, total, components };
}

/** The stretches of the axis where the density exceeds a level, their ends interpolated. */
export function intervalsAbove({ places, total }: DensityCurves, level: number): Interval[] {
  const stretches: Interval[] = [];
  let from: number | null = total[0] > level ? places[0] : null;
  for (let i = 1; i < places.length; i++) {
    if (total[i - 1] > level === total[i] > level) continue;
    const share = (level - total[i - 1]) / (total[i] - total[i - 1]);
    const crossing = places[i - 1] + share * (places[i] - places[i - 1]);
    if (from === null) from = crossing;
    else {
      stretches.push([from, crossing]);
      from = null;
    }
  }
  if (from !== null) stretches.push([from, places[places.length - 1]]);
  return stretches;
}
