import { createStore, type StoreApi } from "zustand/vanilla";
import { lastMoment, type Iteration } from "../geometry/moments";
import { dataSlice, type DataSlice } from "./dataSlice";
import { fitSlice, type FitSlice } from "./fitSlice";
import type { Run } from "./fitState";
import { historySlice, type HistorySlice } from "./historySlice";
import { lookSlice, type LookSlice } from "./lookSlice";
import { openingWork } from "./opening/openingWork";
import { createPlaybackStore, type PlaybackStore } from "./playbackStore";

/** All that several parts of the page share, and all that can be done with it. */
export interface SessionState extends DataSlice, FitSlice, LookSlice, HistorySlice {}

export interface Session {
  readonly store: StoreApi<SessionState>;
  /** Where the replay stands: a store of its own, because it changes in every frame. */
  readonly playback: PlaybackStore;
}

/** The run in sight: the one under way as soon as it has something to show, otherwise the last that was finished. */
export const shownRun = ({ fitting: { progress, settled } }: Pick<FitSlice, "fitting">): Run =>
  progress?.run.iterations.length ? progress.run : settled;

/** Whether a fit now would be another than the one in sight. */
export const isStale = ({ fitting, settings, columns }: SessionState): boolean => {
  const shown = shownRun({ fitting });
  return shown.settings !== settings || shown.selection.columns.join("\n") !== columns.join("\n");
};

/** Why a fit is impossible right now; null when it is possible. */
export function obstacleToFit({ selection }: Pick<DataSlice, "selection">): string | null {
  if (selection.dimensions === 0) return "Choose at least one column of numbers to fit to.";
  if (selection.count === 0) return "No row has a number in every chosen column. Leave a column out.";
  return null;
}

const motionIsWelcome = () => !window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** A session that begins with the recorded fit, and with this view open. */
export function createSession(openView: string): Session {
  const { run, settings, suggested, ...data } = openingWork();
  const store = createStore<SessionState>()((set, get) => ({
    ...dataSlice(data)(set, get),
    ...fitSlice({ settings, run })(set, get),
    ...lookSlice(suggested, openView)(set, get),
    ...historySlice(set, get),
  }));
  const playback = createPlaybackStore(lastMoment(run.iterations.length), motionIsWelcome);
  store.subscribe((state, before) => follow(playback, state, before));
  return { store, playback };
}

/** A fit that has just ended is replayed from its start; whatever else comes into sight is shown at its end. */
function follow(playback: PlaybackStore, state: SessionState, before: SessionState): void {
  const iterations: readonly Iteration[] = shownRun(state).iterations;
  if (iterations === shownRun(before).iterations) return;
  const ended = before.fitting.progress !== null && state.fitting.progress === null;
  playback.getState().load(lastMoment(iterations.length), ended && iterations.length > 0);
}
