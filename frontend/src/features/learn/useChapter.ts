import { useEffect, useRef } from "react";
import { lastMoment } from "../../geometry/moments";
import { shownRun, useKept, useSession, useSessionStores, useShownRun, type Look } from "../../session";

/** Has the plot show what a chapter is about for as long as it is open, and leaves it as it was. */
export function useLook(look: Partial<Look>): void {
  const { store } = useSessionStores();
  const wanted = useRef(look);
  useEffect(() => {
    const { look: before, changeLook } = store.getState();
    const set = wanted.current;
    changeLook(set);
    return () => {
      const now = store.getState().look;
      const untouched = Object.entries(set).every(([key, value]) => now[key as keyof Look] === value);
      if (!untouched) return;
      changeLook(Object.fromEntries(Object.keys(set).map((key) => [key, before[key as keyof Look]])));
    };
  }, [store]);
}

/** Takes the replay to a moment of the run in sight, and back when the chapter is left. */
export function useMoment(from: number, to: number): void {
  const { store, playback } = useSessionStores();
  useEffect(() => {
    const run = shownRun(store.getState()).iterations;
    const { target, jumpTo, glideTo } = playback.getState();
    if (lastMoment(run.length) < to) return undefined;
    jumpTo(from);
    glideTo(to);
    return () => {
      if (shownRun(store.getState()).iterations === run) jumpTo(target);
    };
  }, [store, playback, from, to]);
}

/** The sample whose numbers fill the formulas: pointed at now, or last. */
export function usePointOfFormulas(): readonly [point: number, choose: (point: number) => void] {
  const hovered = useSession((state) => state.hovered);
  const { count } = useShownRun().selection;
  const [kept, keep] = useKept<number>("point of formulas", 0);
  useEffect(() => {
    if (hovered !== null) keep(hovered);
  }, [hovered, keep]);
  return [Math.min(hovered ?? kept, count - 1), keep];
}
