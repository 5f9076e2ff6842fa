/** A guess for where text cannot be measured. */
const PIXELS_A_LETTER = 7;

let context: CanvasRenderingContext2D | null | undefined;

/** How wide a label of an axis is, in CSS pixels. */
export function labelWidth(text: string): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return PIXELS_A_LETTER * text.length;
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width;
}
