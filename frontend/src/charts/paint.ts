import type { Colour } from "../geometry/colours";

/** Device pixels, four bytes each; what `ImageData` holds. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** What is painted: places in CSS pixels, and a colour for each. */
export interface Scatter {
  readonly pixels: Float32Array;
  readonly colours: Uint8ClampedArray;
  /** One byte a point; where it is 1 the point stands out and all others recede. Null: nobody stands out. */
  readonly marked: Uint8Array | null;
}

export interface Brush {
  /** Device pixels per CSS pixel. */
  readonly density: number;
  /** Of a disc, in CSS pixels. */
  readonly radius: number;
  /** Laid as a thin ring under every disc, so that neighbours stay apart. */
  readonly paper: Colour;
  /** Laid as a ring around a marked point. */
  readonly ink: Colour;
}

/** Above this many points discs only hide one another, and sums per pixel tell more. */
export const DISC_LIMIT = 30_000;

export function paintScatter(raster: Raster, scatter: Scatter, brush: Brush): void {
  new Uint32Array(raster.data.buffer).fill(0);
  if (scatter.pixels.length / 2 <= DISC_LIMIT) paintDiscs(raster, scatter, brush);
  else accumulate(raster, scatter, brush);
}

export const discRadius = (count: number): number =>
  Math.min(4.4, Math.max(1.4, 6.6 - 0.9 * Math.log10(count)));

const SUBPIXELS = 4;

const known = new Map<number, Stamps>();

/** How much of each pixel a disc covers, for a centre somewhere within a pixel: drawn once, stamped many times. */
function coverageStamps(radius: number): Stamps {
  const stamps = known.get(radius) ?? drawStamps(radius);
  // A radius follows from the number of points and the screen's density: a page meets a handful.
  known.set(radius, stamps);
  return stamps;
}

function drawStamps(radius: number) {
  const reach = Math.ceil(radius + 1);
  const side = 2 * reach + 1;
  const stamps: Float32Array[] = [];
  for (let place = 0; place < SUBPIXELS * SUBPIXELS; place++) {
    const centreX = reach + ((place % SUBPIXELS) + 0.5) / SUBPIXELS - 0.5;
    const centreY = reach + (Math.floor(place / SUBPIXELS) + 0.5) / SUBPIXELS - 0.5;
    const stamp = new Float32Array(side * side);
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        stamp[y * side + x] = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x - centreX, y - centreY)));
    stamps.push(stamp);
  }
  return { reach, side, stamps };
}

type Stamps = ReturnType<typeof drawStamps>;

/** Lays one disc over what is there already. */
function stampDisc(raster: Raster, disc: Stamps, x: number, y: number, colour: Colour, opacity: number) {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const place = Math.floor((y - row) * SUBPIXELS) * SUBPIXELS + Math.floor((x - column) * SUBPIXELS);
  const stamp = disc.stamps[place];
  const { data, width } = raster;
  for (let dy = 0; dy < disc.side; dy++) {
    const py = row + dy - disc.reach;
    if (py < 0 || py >= raster.height) continue;
    for (let dx = 0; dx < disc.side; dx++) {
      const cover = stamp[dy * disc.side + dx] * opacity;
      const px = column + dx - disc.reach;
      if (cover === 0 || px < 0 || px >= width) continue;
      const at = 4 * (py * width + px);
      // Plain statements and no inner loop: this runs for every pixel of every point in every frame.
      const below = (data[at + 3] / 255) * (1 - cover);
      const total = cover + below;
      const share = cover / total;
      data[at] += share * (colour[0] - data[at]);
      data[at + 1] += share * (colour[1] - data[at + 1]);
      data[at + 2] += share * (colour[2] - data[at + 2]);
      data[at + 3] = 255 * total;
    }
  }
}

function paintDiscs(raster: Raster, scatter: Scatter, brush: Brush): void {
  const count = scatter.pixels.length / 2;
  const disc = coverageStamps(brush.radius * brush.density);
  const margin = count <= 3000 ? coverageStamps((brush.radius + 0.8) * brush.density) : null;
  const ring = coverageStamps((brush.radius + 1.7) * brush.density);
  const paintOne = (n: number, opacity: number, standsOut: boolean) => {
    const x = scatter.pixels[2 * n] * brush.density;
    const y = scatter.pixels[2 * n + 1] * brush.density;
    const at = 3 * n;
    const colour = [scatter.colours[at], scatter.colours[at + 1], scatter.colours[at + 2]] as const;
    if (standsOut) stampDisc(raster, ring, x, y, brush.ink, 1);
    else if (margin) stampDisc(raster, margin, x, y, brush.paper, 0.8 * opacity);
    stampDisc(raster, disc, x, y, colour, opacity);
  };
  for (let n = 0; n < count; n++) if (!scatter.marked?.[n]) paintOne(n, scatter.marked ? 0.5 : 0.9, false);
  for (let n = 0; n < count; n++) if (scatter.marked?.[n]) paintOne(n, 1, true);
}

/** What fell into each cell of a coarse grid: summed red, green, blue, and how many; marked cells are painted in ink. */
function sumByCell(raster: Raster, scatter: Scatter, density: number) {
  const cell = Math.max(1, Math.round(density * 1.5));
  const columns = Math.ceil(raster.width / cell);
  const rows = Math.ceil(raster.height / cell);
  const sums = new Float32Array(4 * columns * rows);
  const marked = new Uint8Array(columns * rows);
  let most = 1;
  for (let n = 0; 2 * n < scatter.pixels.length; n++) {
    const column = Math.floor((scatter.pixels[2 * n] * density) / cell);
    const row = Math.floor((scatter.pixels[2 * n + 1] * density) / cell);
    if (!(column >= 0 && column < columns && row >= 0 && row < rows)) continue;
    const at = row * columns + column;
    sums[4 * at] += scatter.colours[3 * n];
    sums[4 * at + 1] += scatter.colours[3 * n + 1];
    sums[4 * at + 2] += scatter.colours[3 * n + 2];
    sums[4 * at + 3] += 1;
    if (sums[4 * at + 3] > most) most = sums[4 * at + 3];
    if (scatter.marked?.[n]) marked[at] = 1;
  }
  return { cell, columns, sums, marked, most };
}

/** Every cell shows the mean colour of the points in it, the more opaque the more there are. */
function accumulate(raster: Raster, scatter: Scatter, brush: Brush): void {
  const { cell, columns, sums, marked, most } = sumByCell(raster, scatter, brush.density);
  const full = Math.log1p(most);
  for (let y = 0; y < raster.height; y++) {
    for (let x = 0; x < raster.width; x++) {
      const from = Math.floor(y / cell) * columns + Math.floor(x / cell);
      const points = sums[4 * from + 3];
      if (points === 0) continue;
      const at = 4 * (y * raster.width + x);
      for (let channel = 0; channel < 3; channel++)
        raster.data[at + channel] = marked[from] ? brush.ink[channel] : sums[4 * from + channel] / points;
      raster.data[at + 3] = marked[from] ? 255 : 255 * (0.3 + 0.7 * (Math.log1p(points) / full));
    }
  }
}
