import { useState, type PointerEvent } from "react";
import { screenPoint, type ScreenPoint } from "../../geometry/points";
import type { Frame } from "../../geometry/projection";
import classes from "./rows.module.css";

interface Props {
  readonly frame: Frame;
  readonly onEnd: (corners: readonly ScreenPoint[]) => void;
}

/** Pixels between two corners of the line: finer ones would only cost time. */
const STEP = 4;

/** Takes the pointer while a line is drawn around points. */
export function LassoSurface({ frame, onEnd }: Props) {
  const [corners, setCorners] = useState<readonly ScreenPoint[]>([]);
  const placeOf = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return screenPoint(event.clientX - box.left + frame.left, event.clientY - box.top + frame.top);
  };
  return (
    <g>
      <rect
        data-grab
        className={classes.surface}
        x={frame.left}
        y={frame.top}
        width={frame.width}
        height={frame.height}
        onPointerDown={(event) => {
          event.stopPropagation();
          event.currentTarget.setPointerCapture(event.pointerId);
          setCorners([placeOf(event)]);
        }}
        onPointerMove={(event) => {
          event.stopPropagation();
          const last = corners.at(-1);
          if (!last) return;
          const next = placeOf(event);
          if (Math.hypot(next.x - last.x, next.y - last.y) >= STEP) setCorners([...corners, next]);
        }}
        onPointerUp={() => {
          if (corners.length > 2) onEnd(corners);
          setCorners([]);
        }}
      />
      {corners.length > 1 && (
        <path className={classes.line} d={`M${corners.map(({ x, y }) => `${x},${y}`).join("L")}Z`} />
      )}
    </g>
  );
}
