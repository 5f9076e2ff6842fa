import type { KeyboardEvent, PointerEvent, ReactNode, RefObject } from "react";
import { neighbour, nearestPoint, type Direction } from "../geometry/nearest";
import { screenPoint } from "../geometry/points";
import type { Size } from "./useSize";
import classes from "./charts.module.css";

interface Props {
  readonly area: RefObject<HTMLDivElement | null>;
  readonly size: Size;
  readonly pixels: Float32Array;
  readonly selected: number | null;
  readonly onSelect: (point: number | null) => void;
  /** Left out where the plot does not zoom. */
  readonly onZoom?: (factor: number) => void;
  readonly onReset?: () => void;
  readonly card: ReactNode;
  readonly children: ReactNode;
}

const REACH = 18;
const ZOOM_STEP = 1.5;
const ARROWS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** Lets a person point at a point: with the pointer, a finger, or the arrow keys. */
export function PointPicker(props: Props) {
  const { area, size, pixels, selected, onSelect } = props;

  const pick = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onSelect(nearestPoint(pixels, screenPoint(event.clientX - box.left, event.clientY - box.top), REACH));
  };

  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const direction = ARROWS[event.key];
    if (direction) onSelect(selected === null ? 0 : neighbour(pixels, selected, direction));
    else if (event.key === "+" || event.key === "=") props.onZoom?.(ZOOM_STEP);
    else if (event.key === "-") props.onZoom?.(1 / ZOOM_STEP);
    else if (event.key === "0") props.onReset?.();
    else if (event.key === "Escape") onSelect(null);
    else return;
    event.preventDefault();
  };

  const at =
    selected === null || 2 * selected >= pixels.length
      ? null
      : screenPoint(pixels[2 * selected], pixels[2 * selected + 1]);
  return (
    // The group is the plot's one stop for the keyboard; what its keys do is said in its label.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={area}
      className={classes.area}
      data-plot
      role="group"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={`Plot. Arrow keys go from point to point, ${props.onZoom ? "plus and minus zoom, 0 shows everything, " : ""}Escape lets go.`}
      onPointerMove={pick}
      onPointerDown={pick}
      onPointerLeave={(event) => event.pointerType === "mouse" && onSelect(null)}
      onKeyDown={press}
    >
      {props.children}
      {at && (
        <>
          <svg className={classes.layer} width={size.width} height={size.height} aria-hidden="true">
            <circle className={classes.selected} cx={at.x} cy={at.y} r={8} />
          </svg>
          <div
            className={classes.card}
            data-side={at.x > size.width / 2 ? "left" : "right"}
            data-edge={at.y > size.height / 2 ? "above" : "below"}
            style={{ left: at.x, top: at.y }}
          >
            {props.card}
          </div>
        </>
      )}
    </div>
  );
}
