import { useCallback, useEffect, useId, useMemo } from "react";
import { useStore } from "zustand";
import { momentAt, type Iteration } from "../geometry/moments";
import { shownRun, type Run } from "./fitState";
import type { PlotLayer } from "./plotLayer";
import type { SessionState } from "./session";
import { useSessionStores } from "./SessionProvider";

/** A part of the session; the component is drawn anew when this part changes, and only then. */
export function useSession<Part>(part: (state: SessionState) => Part): Part {
  return useStore(useSessionStores().store, part);
}

/** The run in sight. */
export const useShownRun = (): Run => useSession(shownRun);

/** The iteration whose mixture is drawn, by whole steps of the replay, or what a person has in hand; null before the first fit. */
export function useShownIteration(): Iteration | null {
  const draft = useSession((state) => state.draft);
  const { iterations } = useShownRun();
  const drawn = useStore(
    useSessionStores().playback,
    ({ position }) => momentAt(Math.round(position), iterations.length).drawn,
  );
  const shown = iterations[drawn];
  return useMemo(
    () =>
      shown && draft
        ? { ...shown, logLikelihood: draft.logLikelihood, mixture: draft.mixture }
        : (shown ?? null),
    [shown, draft],
  );
}

/** Lays something over the plot for as long as the component that says so is there. Memoise the layer. */
export function usePlotLayer(layer: PlotLayer | null): void {
  const name = useId();
  const setLayer = useSession((state) => state.setLayer);
  useEffect(() => {
    setLayer(name, layer);
    return () => setLayer(name, null);
  }, [name, layer, setLayer]);
}

/** A state that outlives its component, until another table is opened. The name is the view's own. */
export function useKept<Value>(name: string, first: Value) {
  const value = useSession((state) => (state.kept.has(name) ? (state.kept.get(name) as Value) : first));
  const keep = useSession((state) => state.keep);
  const set = useCallback((next: Value) => keep(name, next), [keep, name]);
  return [value, set] as const;
}
