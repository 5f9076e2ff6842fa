import { Button } from "@mantine/core";
import { IconLasso } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { columnOf, type Selection } from "../../geometry/table";
import { projectAll } from "../../geometry/projection";
import { inside } from "../../geometry/polygon";
import type { ScreenPoint } from "../../geometry/points";
import { usePlotLayer, type Plane, type PlotLayer } from "../../session";
import { LassoSurface } from "./LassoSurface";

interface Props {
  readonly selection: Selection;
  readonly onPick: (picked: Uint8Array) => void;
}

/** Which samples a line around them holds; on a histogram, those between its ends. */
function caught(
  selection: Selection,
  { projection, x, y }: Plane,
  corners: readonly ScreenPoint[],
): Uint8Array {
  const across = columnOf(selection, x);
  if (y !== null) return inside(projectAll(projection, across, columnOf(selection, y)), corners);
  const from = Math.min(...corners.map((corner) => corner.x));
  const to = Math.max(...corners.map((corner) => corner.x));
  return Uint8Array.from(across, (value) => {
    const at = projection.offsetX + projection.scaleX * value;
    return at >= from && at <= to ? 1 : 0;
  });
}

const lassoLayer = (selection: Selection, onPick: Props["onPick"]): PlotLayer => ({
  meaning: "Draw around points to pick them.",
  draw: (plane) => (
    <LassoSurface frame={plane.frame} onEnd={(corners) => onPick(caught(selection, plane, corners))} />
  ),
});

/** Draws around points on the plot to pick their rows. */
export function Lasso({ selection, onPick }: Props) {
  const [on, setOn] = useState(false);
  const layer = useMemo(() => (on ? lassoLayer(selection, onPick) : null), [on, selection, onPick]);
  usePlotLayer(layer);
  return (
    <Button
      size="xs"
      variant={on ? "light" : "default"}
      aria-pressed={on}
      leftSection={<IconLasso size={16} stroke={1.7} />}
      onClick={() => setOn(!on)}
    >
      Lasso
    </Button>
  );
}
