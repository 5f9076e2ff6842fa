import { covariance2 } from "../../geometry/ellipse";
import { stretched } from "../../geometry/handles";
import type { Mixture } from "../../geometry/mixture";
import { reshaped, resized, reweighted } from "../../geometry/shaping";
import { freedomOf, type Structure } from "../../geometry/structure";
import { nudged, type Ground } from "./plane";

/** Pixels and shares by which one press changes a component. */
const NUDGE = 4;
const FAR = 5;
const STRETCH = 1.08;
const TURN = Math.PI / 36;
const WEIGHT = 0.02;

const ARROWS: Record<string, readonly [right: number, down: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** What a key does to component k; null for a key that does nothing to it. */
export function keyed(press: Press, plane: Ground, k: number, structure: Structure) {
  if (press.ctrlKey || press.metaKey) return null;
  const arrow = ARROWS[press.key];
  if (arrow && press.altKey) {
    const [turn, shrink] = arrow;
    return (base: Mixture) => shaped(base, plane, k, structure, STRETCH ** -shrink, turn * TURN);
  }
  if (arrow) {
    const pixels = NUDGE * (press.shiftKey ? FAR : 1);
    return (base: Mixture) => nudged(plane, base, k, pixels * arrow[0], pixels * arrow[1]);
  }
  const more = press.key === "+" || press.key === "=";
  if (!more && press.key !== "-") return null;
  return (base: Mixture) => reweighted(base, k, base.weights[k] + (more ? WEIGHT : -WEIGHT));
}

/** Component k stretched and turned as far as its structure has it. */
function shaped(
  base: Mixture,
  { x, y, projection }: Ground,
  k: number,
  structure: Structure,
  factor: number,
  turn: number,
): Mixture {
  if (y === null || freedomOf(structure) !== "any") return resized(base, k, factor, structure);
  const columns = [x, y];
  const old = covariance2(columns.map((i) => columns.map((j) => base.covariances[k][i][j])));
  const { xx, xy, yy } = stretched(old, factor, turn, projection);
  const marginal = [
    [xx, xy],
    [xy, yy],
  ];
  return reshaped(base, k, columns, marginal, structure);
}
