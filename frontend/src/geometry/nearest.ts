import type { ScreenPoint } from "./points";

/** The index of the point nearest to a place, or null when none is within `reach` pixels. */
export function nearestPoint(pixels: Float32Array, to: ScreenPoint, reach: number): number | null {
  let nearest: number | null = null;
  let least = reach * reach;
  for (let n = 0; 2 * n < pixels.length; n++) {
    const squared = (pixels[2 * n] - to.x) ** 2 + (pixels[2 * n + 1] - to.y) ** 2;
    if (squared <= least) {
      least = squared;
      nearest = n;
    }
  }
  return nearest;
}

export type Direction = "left" | "right" | "up" | "down";

const HEADING: Record<Direction, readonly [number, number]> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/** The next point in a direction, for arrow keys: near, and more ahead than aside. */
export function neighbour(pixels: Float32Array, from: number, direction: Direction): number {
  const [headX, headY] = HEADING[direction];
  let next = from;
  let least = Infinity;
  for (let n = 0; 2 * n < pixels.length; n++) {
    const dx = pixels[2 * n] - pixels[2 * from];
    const dy = pixels[2 * n + 1] - pixels[2 * from + 1];
    const ahead = dx * headX + dy * headY;
    const aside = Math.abs(dx * headY) + Math.abs(dy * headX);
    if (ahead <= 0 || aside > ahead || ahead + 2 * aside >= least) continue;
    least = ahead + 2 * aside;
    next = n;
  }
  return next;
}
