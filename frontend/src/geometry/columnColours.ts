import { PALETTE, type Colour } from "./colours";

type Values = readonly (number | string | null)[];

/** Dark to pale through blue, green and yellow, each step as much lighter as the last, so that it reads without hue too. */
const RAMP: readonly Colour[] = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
];

/** Of a cell without a value. */
const ABSENT: Colour = [150, 150, 150];

function onRamp(share: number): Colour {
  const place = Math.min(Math.max(share, 0), 1) * (RAMP.length - 1);
  const below = Math.min(Math.floor(place), RAMP.length - 2);
  const mix = (channel: 0 | 1 | 2) =>
    RAMP[below][channel] + (place - below) * (RAMP[below + 1][channel] - RAMP[below][channel]);
  return [mix(0), mix(1), mix(2)];
}

/** One colour for each word, in the order in which they first appear. */
export function wordColours(values: Values): Map<string, Colour> {
  const words = new Set(values.filter((value): value is string => typeof value === "string"));
  return new Map([...words].map((word, i) => [word, PALETTE[i % PALETTE.length]]));
}

/**
 * (N, 3) bytes: the value of a column in each of these rows (counted from 1) as a colour. Words have a hue each;
 * numbers go from dark to pale between their 2nd and 98th percentile, so that one far-off value does not take it all.
 */
export function columnColours(values: Values, rows: Uint32Array): Uint8ClampedArray {
  const words = wordColours(values);
  const numbers = Float64Array.from(values.filter((value) => typeof value === "number")).toSorted();
  const quantile = (share: number) => numbers[Math.round(share * (numbers.length - 1))] ?? 0;
  const low = quantile(0.02);
  const range = quantile(0.98) - low || 1;
  const colours = new Uint8ClampedArray(3 * rows.length);
  rows.forEach((row, n) => {
    const value = values[row - 1];
    const colour =
      typeof value === "number"
        ? onRamp((value - low) / range)
        : ((value === null ? undefined : words.get(value)) ?? ABSENT);
    colours.set(colour, 3 * n);
  });
  return colours;
}
