/** Steps of each axis: a four-thousandth of the plot's width is less than a pixel. */
const STEPS = 4095;

/** More points than this would make an address that few programs take. */
export const MOST_LINKED = 500;

const CORNERS = 4;

/** Pairs of coordinates, rounded to 12 bits each within the corners of them all, as letters that an address may have. */
export function packed(points: Float64Array): string {
  const corners = [Infinity, Infinity, -Infinity, -Infinity];
  points.forEach((value, at) => {
    corners[at % 2] = Math.min(corners[at % 2], value);
    corners[2 + (at % 2)] = Math.max(corners[2 + (at % 2)], value);
  });
  const bytes = new Uint8Array(8 * CORNERS + (3 * points.length) / 2);
  const view = new DataView(bytes.buffer);
  if (points.length > 0) corners.forEach((value, i) => view.setFloat64(8 * i, value));
  for (let n = 0; 2 * n < points.length; n++) {
    const [x, y] = [0, 1].map((axis) => {
      const range = corners[2 + axis] - corners[axis] || 1;
      return Math.round((STEPS * (points[2 * n + axis] - corners[axis])) / range);
    });
    bytes.set([x >> 4, ((x & 15) << 4) | (y >> 8), y & 255], 8 * CORNERS + 3 * n);
  }
  return btoa(String.fromCodePoint(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The points that were packed; null for what nobody packed. */
export function unpacked(text: string): Float64Array | null {
  if (!/^[\w-]+$/.test(text) || text.length % 4 === 1) return null;
  const bytes = Uint8Array.from(
    atob(text.replaceAll("-", "+").replaceAll("_", "/")),
    (c) => c.codePointAt(0) ?? 0,
  );
  const count = (bytes.length - 8 * CORNERS) / 3;
  if (!Number.isInteger(count) || count < 0 || count > MOST_LINKED) return null;
  const view = new DataView(bytes.buffer);
  const corners = Array.from({ length: CORNERS }, (_, i) => view.getFloat64(8 * i));
  if (!corners.every(Number.isFinite)) return null;
  const points = new Float64Array(2 * count);
  for (let n = 0; n < count; n++) {
    const [a, b, c] = bytes.subarray(8 * CORNERS + 3 * n, 8 * CORNERS + 3 * n + 3);
    [(a << 4) | (b >> 4), ((b & 15) << 8) | c].forEach((step, axis) => {
      points[2 * n + axis] = corners[axis] + (step / STEPS) * (corners[2 + axis] - corners[axis]);
    });
  }
  return points;
}
