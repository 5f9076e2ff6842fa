import type { Application } from "../features/explain/uses";
import type { View } from "../features/plot/view";

type Layers = Pick<View, "ellipses" | "contours" | "unusual">;

/** What each use of a mixture wants to see. */
const LAYERS: Record<Application["key"], Layers> = {
  clustering: { ellipses: true, contours: false, unusual: false },
  density: { ellipses: false, contours: true, unusual: false },
  anomalies: { ellipses: false, contours: true, unusual: true },
};

export const viewOf = (use: Application["key"], view: View): View => ({ ...view, ...LAYERS[use] });

export function applicationOf(view: View): Application["key"] | null {
  const uses = Object.keys(LAYERS) as Application["key"][];
  return (
    uses.find(
      (use) =>
        LAYERS[use].ellipses === view.ellipses &&
        LAYERS[use].contours === view.contours &&
        LAYERS[use].unusual === view.unusual,
    ) ?? null
  );
}
