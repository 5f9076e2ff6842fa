/** Beyond this share of the rows are those that fit worst for reasons of their own, which no component should chase. */
const WORST = 0.04;

/** A sample that the mixture explains badly, and that has company: not the very worst one. */
export function badlyExplained(logDensity: Float64Array): number {
  const order = Uint32Array.from(logDensity, (_, n) => n).toSorted((a, b) => logDensity[a] - logDensity[b]);
  return order[Math.floor(WORST * (order.length - 1))];
}
