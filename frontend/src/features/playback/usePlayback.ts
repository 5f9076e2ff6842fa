import { useEffect, useRef, useState } from "react";
import { lastMoment, type Iteration } from "../../geometry/moments";
import { createPlaybackStore, type PlaybackStore } from "./playbackStore";

const motionIsWelcome = () => !window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * The replay of the iterations in sight. A new result is replayed once from its start;
 * while a fit is under way, and when an earlier result comes back, the latest iteration is shown.
 */
export function usePlayback(iterations: readonly Iteration[], result: object | null): PlaybackStore {
  const [store] = useState(() => createPlaybackStore(lastMoment(iterations.length), motionIsWelcome));
  const loaded = useRef({ iterations, result });
  useEffect(() => {
    if (loaded.current.iterations === iterations) return;
    store.getState().load(lastMoment(iterations.length), result !== null && result !== loaded.current.result);
    loaded.current = { iterations, result: result ?? loaded.current.result };
  }, [store, iterations, result]);
  return store;
}
