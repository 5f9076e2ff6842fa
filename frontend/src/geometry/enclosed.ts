import { enclosingLevels } from "./levels";
import type { Mixture } from "./mixture";

const SHARES = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);

/**
 * The share of the mixture that is denser than this log-density: the smallest region that reaches so far out holds it.
 * To half a percent; 1 beyond the 99.5 % region.
 */
export function enclosedAt(mixture: Mixture, logDensity: number): number {
  const levels = enclosingLevels(mixture, SHARES);
  const first = levels.findIndex((level) => level <= logDensity);
  return first < 0 ? 1 : SHARES[first];
}
