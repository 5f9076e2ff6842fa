declare const space: unique symbol;

interface Located<Space extends string> {
  readonly x: number;
  readonly y: number;
  readonly [space]: Space;
}

/** A place in the units of the two shown columns. */
export type DataPoint = Located<"data">;

/** A place in CSS pixels from the plot's upper left corner. Mixing it with a `DataPoint` does not compile. */
export type ScreenPoint = Located<"screen">;

export const dataPoint = (x: number, y: number) => ({ x, y }) as DataPoint;
export const screenPoint = (x: number, y: number) => ({ x, y }) as ScreenPoint;

export type Interval = readonly [low: number, high: number];

/** The interval that holds every value, with room on both sides; a unit around a constant, [0, 1] around nothing. */
export function paddedExtent(values: ArrayLike<number>, padding = 0.08): Interval {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  if (low > high) return [0, 1];
  const room = high > low ? (high - low) * padding : Math.abs(low) * 0.08 || 0.5;
  return [low - room, high + room];
}
