import { useRef, type PointerEvent } from "react";
import { screenPoint, type ScreenPoint } from "../../geometry/points";
import { useSessionStores } from "../../session";
import type { Mixture } from "../../geometry/mixture";

/** What becomes of the mixture when the thing that was grabbed is dragged to a place of the plot. */
export type Change = (base: Mixture, to: ScreenPoint) => Mixture;

/** A drag across the plot, this many pixels long before it is one: a click only chooses. */
const SLACK = 3;

interface Drag {
  readonly base: Mixture;
  /** From the pointer to the middle of what it took hold of. */
  readonly offset: ScreenPoint;
  readonly start: ScreenPoint;
  moved: boolean;
}

const placeOf = (event: PointerEvent<SVGElement>): ScreenPoint => {
  const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
  return screenPoint(event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0));
};

/** Makes something on the plot that stands at `at` draggable; EM takes over when it is let go. */
export function useGrab(component: number, at: ScreenPoint, change: Change) {
  const { store, playback } = useSessionStores();
  const drag = useRef<Drag>(undefined);
  return {
    onPointerDown: (event: PointerEvent<SVGElement>) => {
      if (event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      const base = store.getState().mixtureInSight();
      if (!base) return;
      playback.getState().pause();
      store.getState().hover(null);
      store.getState().focusOn(component);
      const start = placeOf(event);
      drag.current = { base, offset: screenPoint(at.x - start.x, at.y - start.y), start, moved: false };
    },
    onPointerMove: (event: PointerEvent<SVGElement>) => {
      event.stopPropagation();
      const held = drag.current;
      if (!held) return;
      const place = placeOf(event);
      held.moved ||= Math.hypot(place.x - held.start.x, place.y - held.start.y) > SLACK;
      if (!held.moved) return;
      const to = screenPoint(place.x + held.offset.x, place.y + held.offset.y);
      store.getState().takeInHand(() => change(held.base, to));
    },
    onPointerUp: (event: PointerEvent<SVGElement>) => {
      event.stopPropagation();
      if (drag.current?.moved) store.getState().letGo();
      drag.current = undefined;
    },
    onPointerCancel: () => {
      store.getState().dropDraft();
      drag.current = undefined;
    },
  };
}
