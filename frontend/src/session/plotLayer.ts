import type { ReactNode } from "react";
import type { Mixture } from "../geometry/mixture";
import type { Frame, Projection } from "../geometry/projection";

/** Where a layer is drawn. */
export interface Plane {
  readonly projection: Projection;
  readonly frame: Frame;
  /** Indices, among the fitted columns, of the columns across and up; `y` is null where the plot is a histogram. */
  readonly x: number;
  readonly y: number | null;
  /** The marginal of these columns at the moment in sight; null before the first fit. */
  readonly mixture: Mixture | null;
}

/** What a view lays over the plot. Everything is optional; with several layers the one that came last decides. */
export interface PlotLayer {
  /** (N, 3) bytes: colours of the points instead of those of the components. */
  readonly colours?: Uint8ClampedArray;
  /** One byte a sample: where it is 1 the point stands out and all others recede. */
  readonly marked?: Uint8Array;
  /** Of the plot's own layers, those that would only be in the way. */
  readonly hides?: readonly ("ellipses" | "contours")[];
  /** What the layer's marks mean, as a sentence below the plot. */
  readonly meaning?: string;
  /** SVG above the points. What is to be grabbed carries `data-grab`, or else a drag would pan the plot. */
  readonly draw?: (plane: Plane) => ReactNode;
}
