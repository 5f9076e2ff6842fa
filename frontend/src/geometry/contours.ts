import { contours } from "d3-contour";
import { logDensity } from "./density";
import type { Mixture } from "./mixture";
import { screenPoint, type ScreenPoint } from "./points";
import { toData, type Frame, type Projection } from "./projection";

/** Pixels between two places where the density is computed; straight pieces shorter than this look curved. */
const CELL = 6;

/** One iso-line: closed rings on the screen, and the place where its label stands. */
export interface Contour {
  readonly level: number;
  readonly rings: readonly (readonly ScreenPoint[])[];
  /** Its highest place that no other label has taken; null where nothing of the line is in sight. */
  readonly label: ScreenPoint | null;
}

/**
 * The lines along which the density of a two-column mixture has the given logarithms, as far as they are in sight.
 *
 * Interpolated in the logarithm: a Gaussian's is a parabola, which a coarse grid follows far better than its density.
 */
export function contoursOnScreen(
  mixture: Mixture,
  levels: readonly number[],
  projection: Projection,
  frame: Frame,
): Contour[] {
  // One cell more on each side, so that the seam where a cut-off line is closed lies outside of the frame.
  const left = frame.left - CELL;
  const top = frame.top - CELL;
  const columns = Math.ceil(frame.width / CELL) + 2;
  const rows = Math.ceil(frame.height / CELL) + 2;
  const values = new Float64Array(2 * columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const place = toData(projection, screenPoint(left + (column + 0.5) * CELL, top + (row + 0.5) * CELL));
      values[2 * (row * columns + column)] = place.x;
      values[2 * (row * columns + column) + 1] = place.y;
    }
  }
  const grid = logDensity(mixture, { values, count: columns * rows, dimensions: 2 });
  const trace = contours().size([columns, rows]).smooth(true);
  const labels: ScreenPoint[] = [];
  return levels.map((level) => {
    const rings = trace
      // d3 types its grid as number[], and reads nothing of it but indices and the length.
      .contour(grid as unknown as number[], level)
      .coordinates.flat()
      .map((ring) => ring.map(([x, y]) => screenPoint(left + x * CELL, top + y * CELL)));
    const label = labelPlace(rings, frame, labels);
    if (label) labels.push(label);
    return { level, rings, label };
  });
}

/** Labels nearer to one another than this would run together, in CSS pixels. */
const LABEL_ROOM = { across: 40, up: 15 } as const;

function labelPlace(
  rings: Contour["rings"],
  frame: Frame,
  taken: readonly ScreenPoint[],
): ScreenPoint | null {
  const free = rings
    .flat()
    .filter(
      ({ x, y }) =>
        x > frame.left &&
        x < frame.left + frame.width &&
        y > frame.top &&
        y < frame.top + frame.height &&
        taken.every(
          (label) => Math.abs(label.x - x) > LABEL_ROOM.across || Math.abs(label.y - y) > LABEL_ROOM.up,
        ),
    );
  if (free.length === 0) return null;
  return free.reduce((best, point) => (point.y < best.y ? point : best));
}

/** An SVG path through closed rings. */
export function ringsPath(rings: Contour["rings"]): string {
  return rings
    .map((ring) => `M${ring.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}Z`)
    .join("");
}
