import { dataPoint, screenPoint, type DataPoint, type Interval, type ScreenPoint } from "./points";

/** The area that the data are drawn into, in CSS pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Zoom and pan in the convention of d3-zoom: screen' = factor * screen + shift. */
export interface Zoom {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** Pixels = offset + scale * data, for each axis. `scaleY` is negative: data grow upwards, screens downwards. */
export interface Projection {
  readonly scaleX: number;
  readonly offsetX: number;
  readonly scaleY: number;
  readonly offsetY: number;
}

export function projectionOnto(frame: Frame, x: Interval, y: Interval): Projection {
  const scaleX = frame.width / (x[1] - x[0]);
  const scaleY = -frame.height / (y[1] - y[0]);
  return { scaleX, offsetX: frame.left - scaleX * x[0], scaleY, offsetY: frame.top - scaleY * y[1] };
}

export function zoomed(projection: Projection, zoom: Zoom): Projection {
  return {
    scaleX: zoom.k * projection.scaleX,
    offsetX: zoom.k * projection.offsetX + zoom.x,
    scaleY: zoom.k * projection.scaleY,
    offsetY: zoom.k * projection.offsetY + zoom.y,
  };
}

export function toScreen(projection: Projection, point: DataPoint): ScreenPoint {
  return screenPoint(
    projection.offsetX + projection.scaleX * point.x,
    projection.offsetY + projection.scaleY * point.y,
  );
}

export function toData(projection: Projection, point: ScreenPoint): DataPoint {
  return dataPoint(
    (point.x - projection.offsetX) / projection.scaleX,
    (point.y - projection.offsetY) / projection.scaleY,
  );
}

/** What part of each axis is in sight. */
export function visibleIntervals(projection: Projection, frame: Frame): { x: Interval; y: Interval } {
  const upperLeft = toData(projection, screenPoint(frame.left, frame.top));
  const lowerRight = toData(projection, screenPoint(frame.left + frame.width, frame.top + frame.height));
  return { x: [upperLeft.x, lowerRight.x], y: [lowerRight.y, upperLeft.y] };
}

/** All points at once: x, y, x, y, … in pixels. */
export function projectAll(projection: Projection, x: Float64Array, y: Float64Array): Float32Array {
  const pixels = new Float32Array(2 * x.length);
  for (let i = 0; i < x.length; i++) {
    pixels[2 * i] = projection.offsetX + projection.scaleX * x[i];
    pixels[2 * i + 1] = projection.offsetY + projection.scaleY * y[i];
  }
  return pixels;
}
