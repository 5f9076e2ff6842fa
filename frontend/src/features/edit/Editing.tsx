import { useMemo } from "react";
import { structureOf } from "../../geometry/structure";
import { usePlotLayer, useSession, useShownRun, type Plane, type PlotLayer } from "../../session";
import { Handles } from "./Handles";
import { Knob, KNOB_KEYS } from "./Knob";
import { WidthHandle } from "./WidthHandle";

/** Lays over the plot what a person can take hold of. */
export function Editing() {
  const { settings } = useShownRun();
  const { structure } = settings;
  const layer = useMemo<PlotLayer>(
    () => ({ draw: (plane) => <Held plane={plane} structure={structure} /> }),
    [structure],
  );
  usePlotLayer(layer);
  return null;
}

function Held({ plane, structure: name }: { readonly plane: Plane; readonly structure: string }) {
  const focus = useSession((state) => state.focus);
  const shown = useSession((state) => state.look.ellipses);
  const structure = useMemo(() => structureOf(name), [name]);
  const { mixture, y } = plane;
  if (!mixture || !shown) return null;
  const busy = focus !== null && focus < mixture.weights.length ? focus : null;
  return (
    <g role="group" aria-label="Components to take hold of">
      <desc id={KNOB_KEYS}>
        Arrow keys move it, with Alt they stretch and turn it; plus and minus change its weight, Delete
        removes it.
      </desc>
      {busy !== null && y !== null && (
        <Handles plane={{ ...plane, mixture, y }} component={busy} structure={structure} />
      )}
      {busy !== null && y === null && (
        <WidthHandle plane={{ ...plane, mixture }} component={busy} structure={structure} />
      )}
      {mixture.weights.map((_, k) => (
        <Knob
          key={k}
          plane={{ ...plane, mixture }}
          component={k}
          structure={structure}
          focused={k === busy}
        />
      ))}
    </g>
  );
}
