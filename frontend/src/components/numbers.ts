const MINUS = "\u2212";

/** So many significant digits, never an exponent for numbers of everyday size, with a true minus sign. */
export function significant(value: number, digits = 4): string {
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-4 || size >= 1e7)
      ? value.toExponential(digits - 1)
      : String(Number(value.toPrecision(digits)));
  return text.replaceAll("-", MINUS);
}

export const fixed = (value: number, decimals: number): string => value.toFixed(decimals).replace("-", MINUS);

/** Decimals with which a spread has three significant digits: more of them would say nothing about what it spreads. */
export const decimalsFor = (spread: number): number =>
  spread > 0 ? Math.min(Math.max(2 - Math.floor(Math.log10(spread)), 0), 8) : 3;

/** A share in percent; never “0 %” or “100 %” for what is only nearly so. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return "< 0.1 %";
  if (share < 1 && share > 0.999) return "> 99.9 %";
  return `${Number((100 * share).toFixed(1))} %`;
}

/** A count with its noun: “1 row”, “12 rows”. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? noun : plural}`;
