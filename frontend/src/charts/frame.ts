import type { Frame } from "../geometry/projection";
import type { Size } from "./useSize";

/** Room around the data for ticks and the names of the axes, in CSS pixels. */
const MARGIN = { left: 52, top: 30, right: 12, bottom: 44 } as const;
const LEAST = 10;

export const frameOf = ({ width, height }: Size): Frame => ({
  left: MARGIN.left,
  top: MARGIN.top,
  width: Math.max(width - MARGIN.left - MARGIN.right, LEAST),
  height: Math.max(height - MARGIN.top - MARGIN.bottom, LEAST),
});
