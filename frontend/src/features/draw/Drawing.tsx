import { useMemo } from "react";
import { obstacleToDrawing, usePlotLayer, useSession, type PlotLayer } from "../../session";
import { Ground } from "./Ground";

/** Lays over the plot what hears the strokes, as long as a tool is chosen that makes them. */
export function Drawing() {
  const tool = useSession((state) => state.tool);
  const obstacle = useSession(({ columns, selection }) => obstacleToDrawing(columns, selection.count));
  const drawing = tool !== "point" && obstacle === null ? tool : null;
  const layer = useMemo<PlotLayer | null>(
    () =>
      drawing && {
        meaning:
          drawing === "draw"
            ? "Click to add a point, drag to spray them."
            : "Drag over points to take them away.",
        draw: (plane) => (plane.y === null ? null : <Ground plane={plane} tool={drawing} />),
      },
    [drawing],
  );
  usePlotLayer(layer);
  return null;
}
