import type { ScreenPoint } from "./points";

/** One byte a point: 1 where it lies inside of a closed line, by the even-odd rule; pixels are x, y, x, y, … */
export function inside(pixels: Float32Array, corners: readonly ScreenPoint[]): Uint8Array {
  const found = new Uint8Array(pixels.length / 2);
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  for (let n = 0; n < found.length; n++) {
    const x = pixels[2 * n];
    const y = pixels[2 * n + 1];
    // Most points lie outside of its box, which is seen at once.
    if (x < left || x > right || y < top || y > bottom) continue;
    let odd = false;
    for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
      const crosses = ys[i] > y !== ys[j] > y;
      if (crosses && x < ((xs[j] - xs[i]) * (y - ys[i])) / (ys[j] - ys[i]) + xs[i]) odd = !odd;
    }
    found[n] = odd ? 1 : 0;
  }
  return found;
}
