import { useLayoutEffect, useRef } from "react";
import { discRadius, paintScatter, type Scatter } from "./paint";
import { rememberScatter } from "./picture";
import type { Surface } from "./surface";
import type { Size } from "./useSize";
import classes from "./charts.module.css";

interface Props {
  readonly size: Size;
  readonly scatter: Scatter;
  readonly surface: Surface;
  /** What somebody who does not see the picture should know; empty where it is said beside it. */
  readonly summary: string;
}

/** The points, painted pixel by pixel: tens of thousands of soft colours in every frame, on any machine. */
export function ScatterCanvas({ size, scatter, surface, summary }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context) return;
    const density = window.devicePixelRatio || 1;
    const width = Math.round(size.width * density);
    const height = Math.round(size.height * density);
    if (canvas.current.width !== width) canvas.current.width = width;
    if (canvas.current.height !== height) canvas.current.height = height;
    const image = context.createImageData(width, height);
    paintScatter(image, scatter, {
      density,
      radius: discRadius(scatter.pixels.length / 2),
      paper: surface.paper,
      ink: surface.ink,
    });
    context.putImageData(image, 0, 0);
    rememberScatter(canvas.current, { size, scatter, surface });
  }, [size, scatter, surface]);
  return (
    <canvas
      ref={canvas}
      className={classes.canvas}
      role={summary ? "img" : "presentation"}
      aria-label={summary || undefined}
    />
  );
}
