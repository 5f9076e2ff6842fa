import type { Mixture } from "../../geometry/mixture";

/** By what the rows of the table are ordered: their weight, or the mean in a column (counted from 0). */
export interface Order {
  readonly by: "weight" | number;
  readonly descending: boolean;
}

/** The components in this order, counted from 0; null leaves them as they are numbered. */
export function ordered(mixture: Mixture, order: Order | null): number[] {
  const components = mixture.weights.map((_, k) => k);
  if (!order) return components;
  const { by, descending } = order;
  const value = (k: number) => (by === "weight" ? mixture.weights[k] : mixture.means[k][by]);
  return components.toSorted((a, b) => (descending ? value(b) - value(a) : value(a) - value(b)));
}

/** What a click on a heading asks for: the greatest first, then the least first, then their numbers again. */
export function turned(order: Order | null, by: Order["by"]): Order | null {
  if (order?.by !== by) return { by, descending: true };
  return order.descending ? { by, descending: false } : null;
}
