import { select } from "d3-selection";
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from "d3-zoom";
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import type { Zoom } from "../geometry/projection";

const IDENTITY: Zoom = { k: 1, x: 0, y: 0 };

/** A bare wheel or finger scrolls the page as everywhere; with Ctrl or two fingers they zoom. Dragging pans, but for what is to be grabbed itself. */
function meansZoom(event: MouseEvent | WheelEvent | TouchEvent): boolean {
  if (event.target instanceof Element && event.target.closest("[data-grab]")) return false;
  if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey;
  if ("touches" in event) return event.touches.length > 1;
  return event.button === 0 && !event.ctrlKey;
}

/** Zoom and pan of one element. `scene` names what is drawn: another scene begins unzoomed. */
export function useZoom(element: RefObject<HTMLElement | null>, scene: string) {
  const [transform, setTransform] = useState<Zoom>(IDENTITY);
  const behaviour = useRef<ZoomBehavior<HTMLElement, unknown>>(undefined);

  useEffect(() => {
    if (!element.current) return undefined;
    const target = select(element.current);
    behaviour.current = zoom<HTMLElement, unknown>()
      .scaleExtent([0.5, 400])
      .filter(meansZoom)
      .on("zoom", ({ transform: { k, x, y } }: D3ZoomEvent<HTMLElement, unknown>) =>
        setTransform({ k, x, y }),
      );
    target.call(behaviour.current);
    return () => {
      target.on(".zoom", null);
    };
  }, [element]);

  const reset = useCallback(() => {
    if (element.current && behaviour.current)
      select(element.current).call(behaviour.current.transform, zoomIdentity);
  }, [element]);

  const zoomBy = useCallback(
    (factor: number) => {
      if (element.current && behaviour.current)
        select(element.current).call(behaviour.current.scaleBy, factor);
    },
    [element],
  );

  useEffect(reset, [reset, scene]);

  return { transform, zoomBy, reset };
}
