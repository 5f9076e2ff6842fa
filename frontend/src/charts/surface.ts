import type { Colour } from "../geometry/colours";

/** What the canvas needs to know of the colour scheme; everything in SVG takes it from CSS. */
export interface Surface {
  readonly paper: Colour;
  readonly ink: Colour;
  /** Of points for which no component answers yet. */
  readonly neutral: Colour;
}

export const SURFACES: Record<"light" | "dark", Surface> = {
  light: { paper: [255, 254, 251], ink: [28, 32, 41], neutral: [138, 143, 155] },
  dark: { paper: [24, 27, 35], ink: [240, 237, 230], neutral: [128, 134, 148] },
};
