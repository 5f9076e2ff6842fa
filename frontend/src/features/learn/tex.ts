import { significant } from "../../components/numbers";
import { componentColour } from "../../geometry/colours";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Mantissa and power of ten of exp(log), which may be too small or too large for a number itself. */
function scientific(log: number, digits: number): [mantissa: string, exponent: number] {
  const tens = log / Math.LN10;
  const exponent = Math.floor(tens);
  const mantissa = (10 ** (tens - exponent)).toPrecision(digits);
  return Number(mantissa) >= 10 ? [(1).toPrecision(digits), exponent + 1] : [mantissa, exponent];
}

const isEveryday = (log: number) => log > Math.log(1e-3) && log < Math.log(1e5);

/** exp(log) as text. */
export function fromLog(log: number, digits = 3): string {
  if (log === -Infinity) return "0";
  if (isEveryday(log)) return significant(Math.exp(log), digits);
  const [mantissa, exponent] = scientific(log, digits);
  const raised = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return `${mantissa} × 10${exponent < 0 ? "⁻" : ""}${raised}`;
}

/** exp(log) for a formula. */
export function texFromLog(log: number, digits = 3): string {
  if (log === -Infinity) return "0";
  if (isEveryday(log)) return tex(Math.exp(log), digits);
  const [mantissa, exponent] = scientific(log, digits);
  return String.raw`${mantissa}\!\times\!10^{${exponent}}`;
}

/** A number for a formula. */
export const tex = (value: number, digits = 4): string => significant(value, digits).replaceAll("−", "-");

const hex = (component: number) =>
  componentColour(component)
    .map((part) => part.toString(16).padStart(2, "0"))
    .join("");

/** A term that belongs to a component: on a breath of its colour, over its number. */
export const chip = (component: number, term: string): string =>
  String.raw`\underset{\scriptscriptstyle ${component + 1}}{\colorbox{#${hex(component)}40}{$\textstyle ${term}$}}`;

/** One number, or several below one another. */
export const column = (values: readonly string[]): string =>
  values.length === 1
    ? values[0]
    : String.raw`\bigl(\begin{smallmatrix}${values.join(String.raw`\\`)}\end{smallmatrix}\bigr)`;
