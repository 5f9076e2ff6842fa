import { useEffect } from "react";
import { useSessionStores } from "../session";

/** So long the finished fit is in sight before it rewinds. */
const CALM = 1000;

/** Any of these says that the person has begun, and needs no greeting. */
const SIGNS = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

/** The fit that the page opens with rewinds and plays once, unless motion is unwelcome or the person was quicker. */
export function useGreeting(wanted: boolean): void {
  const { store, playback } = useSessionStores();
  useEffect(() => {
    if (!wanted) return undefined;
    const over = new AbortController();
    const opening = store.getState().fitting;
    const timer = setTimeout(() => {
      if (store.getState().fitting === opening) playback.getState().greet();
    }, CALM);
    over.signal.addEventListener("abort", () => clearTimeout(timer));
    for (const sign of SIGNS)
      window.addEventListener(sign, () => over.abort(), { signal: over.signal, passive: true });
    return () => over.abort();
  }, [wanted, store, playback]);
}
