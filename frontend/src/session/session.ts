import { createStore, type StoreApi } from "zustand/vanilla";
import { lastMoment, type Iteration } from "../geometry/moments";
import { dataSlice, type DataSlice } from "./dataSlice";
import { drawSlice, type DrawSlice } from "./drawSlice";
import { editSlice, type EditSlice } from "./editSlice";
import { fitSlice, type FitSlice } from "./fitSlice";
import { shownRun, type Run } from "./fitState";
import { runsSlice, type RunsSlice } from "./runsSlice";
import { historySlice, type HistorySlice } from "./historySlice";
import { learnSlice, type LearnSlice } from "./learnSlice";
import { lookSlice, type LookSlice } from "./lookSlice";
import { openingWork } from "./opening/openingWork";
import { createPlaybackStore, type PlaybackStore } from "./playbackStore";

/** All that several parts of the page share, and all that can be done with it. */
export interface SessionState
  extends DataSlice, FitSlice, EditSlice, DrawSlice, RunsSlice, LookSlice, LearnSlice, HistorySlice {}

export interface Session {
  readonly store: StoreApi<SessionState>;
  /** Where the replay stands: a store of its own, because it changes in every frame. */
  readonly playback: PlaybackStore;
}

/** Whether a fit now would be another than the one in sight. */
export const isStale = ({ fitting, settings, columns }: SessionState): boolean => {
  const shown = shownRun({ fitting });
  return shown.settings !== settings || shown.selection.columns.join("\n") !== columns.join("\n");
};

/** Why a fit is impossible right now; null when it is possible. */
export function obstacleToFit({ table, selection }: Pick<DataSlice, "table" | "selection">): string | null {
  if (selection.count === 0 && table.origin === "drawn") return "Draw some points first, or undo.";
  if (selection.dimensions === 0) return "Choose at least one column of numbers to fit to.";
  if (selection.count === 0) return "No row has a number in every chosen column. Leave a column out.";
  return null;
}

const motionIsWelcome = () => !window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** A session that begins with the recorded fit, and with this view open. */
export function createSession(openView: string): Session {
  const { run, settings, suggested, ...data } = openingWork();
  const playback = createPlaybackStore(lastMoment(run.iterations.length), motionIsWelcome);
  const store = createStore<SessionState>()((set, get) => ({
    ...dataSlice(data)(set, get),
    ...fitSlice({ settings, run })(set, get),
    ...editSlice(() => playback.getState().position)(set, get),
    ...drawSlice(set, get),
    ...runsSlice(set, get),
    ...lookSlice(suggested, openView)(set, get),
    ...learnSlice(playback)(set, get),
    ...historySlice(set, get),
  }));
  store.getState().keepRun(run);
  store.subscribe((state, before) => {
    follow(playback, state, before);
    const { settled } = state.fitting;
    if (settled !== before.fitting.settled && settled !== state.borrowed?.run) state.keepRun(settled);
  });
  return { store, playback };
}

/**
 * A fit that has just ended is replayed from its start. One that goes on from a person's own mixture is played as it
 * comes. Whatever else comes into sight is shown at its end.
 */
function follow(playback: PlaybackStore, state: SessionState, before: SessionState): void {
  const { iterations, byHand }: Run = shownRun(state);
  const former: readonly Iteration[] = shownRun(before).iterations;
  if (iterations === former) return;
  const last = lastMoment(iterations.length);
  const ended = before.fitting.progress !== null && state.fitting.progress === null;
  const stepped = before.fitting.progress === null && state.fitting.progress === null;
  if (byHand && iterations[0] === former[0])
    playback.getState().grow(last, stepped ? lastMoment(former.length) + 1 : last);
  else playback.getState().load(last, ended && !byHand && iterations.length > 0);
}
