/** Red, green, blue, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/**
 * Okabe and Ito's palette (2008) without its black, in an order in which neighbours differ most.
 * Told apart by people who see no red, no green or no blue; three of the seven are pale on white,
 * which is why every component carries its number and an outline as well.
 */
export const PALETTE: readonly Colour[] = [
  [0, 114, 178],
  [230, 159, 0],
  [0, 158, 115],
  [204, 121, 167],
  [86, 180, 233],
  [213, 94, 0],
  [240, 228, 66],
];

export const componentColour = (component: number): Colour => PALETTE[component % PALETTE.length];

/** Past the seventh component the hues come again, with dashed outlines. */
export const isDashed = (component: number): boolean => Math.floor(component / PALETTE.length) % 2 === 1;

export const css = ([red, green, blue]: Colour, alpha = 1): string =>
  `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)} / ${alpha})`;

const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

const ENCODED_STEPS = 4095;
const encoded = Uint8Array.from({ length: ENCODED_STEPS + 1 }, (_, step) => {
  const light = step / ENCODED_STEPS;
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
});

/** Relative luminance as WCAG 2.2 defines it, 0 (black) to 1 (white). */
export const luminance = ([red, green, blue]: Colour): number =>
  0.2126 * linear[Math.round(red)] + 0.7152 * linear[Math.round(green)] + 0.0722 * linear[Math.round(blue)];

/** Black or white, whichever is read more easily on the colour. */
export const inkOn = (colour: Colour): "#000" | "#fff" => (luminance(colour) > 0.179 ? "#000" : "#fff");

/** (N, 3) bytes: for every sample the components' colours, mixed as light in the ratio of its responsibilities. */
export function softColours(responsibilities: Float32Array, components: number): Uint8ClampedArray {
  const light = Array.from({ length: components }, (_, k) =>
    componentColour(k).map((value) => linear[value] * ENCODED_STEPS),
  );
  const count = responsibilities.length / components;
  const colours = new Uint8ClampedArray(3 * count);
  for (let n = 0; n < count; n++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let k = 0; k < components; k++) {
      const share = responsibilities[n * components + k];
      red += share * light[k][0];
      green += share * light[k][1];
      blue += share * light[k][2];
    }
    // Rounding of float32 shares may add up to a hair more than one.
    colours[3 * n] = encoded[Math.min(Math.round(red), ENCODED_STEPS)];
    colours[3 * n + 1] = encoded[Math.min(Math.round(green), ENCODED_STEPS)];
    colours[3 * n + 2] = encoded[Math.min(Math.round(blue), ENCODED_STEPS)];
  }
  return colours;
}

/** One colour for every sample, before anybody has answered for any. */
export function uniformColours(count: number, colour: Colour): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: 3 * count }, (_, at) => colour[at % 3]);
}

/** Colours on the way from one to the other, for motion only. Equal ends come back as they are, so nothing is painted anew. */
export function blend(from: Uint8ClampedArray, to: Uint8ClampedArray, share: number): Uint8ClampedArray {
  if (from === to || share >= 1 || from.length !== to.length) return to;
  if (share <= 0) return from;
  const mixed = new Uint8ClampedArray(to.length);
  for (let at = 0; at < to.length; at++) mixed[at] = from[at] + share * (to[at] - from[at]);
  return mixed;
}
