import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { dataPoint, screenPoint, type ScreenPoint } from "../../geometry/points";
import { toData, toScreen } from "../../geometry/projection";
import { useSessionStores, type Plane, type Tool } from "../../session";
import { moveBy, sprayed } from "./strokes";
import classes from "./draw.module.css";

interface Props {
  readonly plane: Plane;
  readonly tool: Exclude<Tool, "point">;
}

/** Pixels around the pointer within which points are erased. */
const REACH = 16;

/** Pixels of a drag for each sprayed point. */
const SPACING = 7;

const placeOf = (event: PointerEvent<SVGElement>): ScreenPoint => {
  const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
  return screenPoint(event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0));
};

/** The plot as something to draw on: with the pointer, a finger, or a cross that the arrow keys move. */
export function Ground({ plane, tool }: Props) {
  const { store } = useSessionStores();
  const { frame, projection } = plane;
  const middle = screenPoint(frame.left + frame.width / 2, frame.top + frame.height / 2);
  const [cross, setCross] = useState(middle);
  const last = useRef<ScreenPoint | null>(null);

  const erase = (at: ScreenPoint) => {
    const { selection } = store.getState();
    const near = Array.from({ length: selection.count }, (_, n) => n).filter((n) => {
      const row = selection.values.subarray(n * selection.dimensions, (n + 1) * selection.dimensions);
      const place = toScreen(projection, dataPoint(row[plane.x], row[plane.y ?? 0]));
      return Math.hypot(place.x - at.x, place.y - at.y) <= REACH;
    });
    store.getState().erasePoints(near);
  };

  const apply = (at: ScreenPoint, spray: boolean) => {
    if (tool === "erase") erase(at);
    else store.getState().drawPoints([toData(projection, spray ? sprayed(at) : at)]);
  };

  const down = (event: PointerEvent<SVGElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    last.current = placeOf(event);
    store.getState().beginStroke();
    apply(last.current, false);
  };

  const move = (event: PointerEvent<SVGElement>) => {
    event.stopPropagation();
    const at = placeOf(event);
    setCross(at);
    if (!last.current || Math.hypot(at.x - last.current.x, at.y - last.current.y) < SPACING) return;
    last.current = at;
    apply(at, true);
  };

  const up = (event: PointerEvent<SVGElement>) => {
    event.stopPropagation();
    if (last.current) store.getState().endStroke();
    last.current = null;
  };

  const press = (event: KeyboardEvent<SVGElement>) => {
    const moved = moveBy(event.key, event.shiftKey, cross, frame);
    if (moved) setCross(moved);
    else if (event.key === "Enter" || event.key === " ") {
      store.getState().beginStroke();
      apply(cross, false);
      store.getState().endStroke();
    } else if (event.key === "Escape") store.getState().setTool("point");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <g
      data-grab="ground"
      className={classes.ground}
      role="button"
      tabIndex={0}
      aria-label={`${tool === "draw" ? "Draw" : "Erase"} points: arrow keys move the cross, Enter ${tool === "draw" ? "adds a point there" : "erases around it"}, Escape ends.`}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onKeyDown={press}
    >
      <rect x={frame.left} y={frame.top} width={frame.width} height={frame.height} />
      {tool === "erase" && <circle cx={cross.x} cy={cross.y} r={REACH} />}
      <path d={`M${cross.x - 9},${cross.y}h18M${cross.x},${cross.y - 9}v18`} />
    </g>
  );
}
