import { composed, eigen, type Matrix } from "./eigen";

/** Whether all components share something (E), each has its own (V), or there is none of it (I). */
type Letter = "E" | "V" | "I";

/** What holds for the volume, the shape and the orientation of the components, as in mclust's names. */
export interface Structure {
  readonly volume: Letter;
  readonly shape: Letter;
  readonly orientation: Letter;
}

const ALIASES: Record<string, string> = { full: "VVV", tied: "EEE", diag: "VVI", spherical: "VII" };

export function structureOf(name: string): Structure {
  const [volume, shape, orientation] = (ALIASES[name] ?? name) as Iterable<string> as Letter[];
  return { volume, shape, orientation };
}

/** What a person may do to one ellipse: anything, stretch it along the axes of the plot, or only make it larger or smaller. */
export type Freedom = "any" | "along the axes" | "size";

export const freedomOf = ({ shape, orientation }: Structure): Freedom => {
  if (shape === "I") return "size";
  return orientation === "I" ? "along the axes" : "any";
};

/**
 * Covariances of a structure (Banfield and Raftery, 1993): all that components have in common is taken from component
 * `leader`, whatever each has of its own is left to it.
 */
export function conforming(
  covariances: readonly Matrix[],
  leader: number,
  { volume, shape, orientation }: Structure,
): Matrix[] {
  if (volume === "V" && shape === "V" && orientation === "V") return [...covariances];
  const size = covariances[leader].length;
  const shared = orientation === "E" ? eigen(covariances[leader]).vectors : null;
  const identity = covariances[leader].map((row, i) => row.map((_, j) => Number(i === j)));
  const parts = covariances.map((covariance) => {
    const own = orientation === "V" ? eigen(covariance) : null;
    const axes = own?.vectors ?? shared ?? identity;
    const values = own?.values ?? axes.map((axis) => along(covariance, axis));
    const scale = Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / size);
    return { axes, scale, shape: values.map((value) => value / scale) };
  });
  return parts.map((own) => {
    const scale = (volume === "E" ? parts[leader] : own).scale;
    const proportions = shape === "I" ? own.shape.map(() => 1) : (shape === "E" ? parts[leader] : own).shape;
    return composed(
      proportions.map((proportion) => scale * proportion),
      own.axes,
    );
  });
}

/** The variance along a unit vector. */
const along = (covariance: Matrix, axis: readonly number[]): number =>
  covariance.reduce(
    (sum, row, i) => sum + axis[i] * row.reduce((inner, value, j) => inner + value * axis[j], 0),
    0,
  );
