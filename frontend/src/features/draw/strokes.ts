import { screenPoint, type ScreenPoint } from "../../geometry/points";
import type { Frame } from "../../geometry/projection";

/** Standard deviation of a spray, in CSS pixels. */
const SPREAD = 9;

/** A place near this one: normally distributed around it, by Box and Muller's transform (1958). */
export function sprayed(at: ScreenPoint, random: () => number = Math.random): ScreenPoint {
  const radius = SPREAD * Math.sqrt(-2 * Math.log(1 - random()));
  const angle = 2 * Math.PI * random();
  return screenPoint(at.x + radius * Math.cos(angle), at.y + radius * Math.sin(angle));
}

const STEP = 10;
const FAR = 5;

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const within = (value: number, low: number, room: number): number =>
  Math.min(Math.max(value, low), low + room);

/** Where an arrow key takes the cross, within the frame; null for any other key. */
export function moveBy(key: string, far: boolean, { x, y }: ScreenPoint, frame: Frame): ScreenPoint | null {
  const arrow = ARROWS[key];
  if (!arrow) return null;
  const by = STEP * (far ? FAR : 1);
  return screenPoint(
    within(x + by * arrow[0], frame.left, frame.width),
    within(y + by * arrow[1], frame.top, frame.height),
  );
}
