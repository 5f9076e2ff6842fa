import { ApiProblem, streamFit, type FitEvent } from "../api";
import type { Selection } from "../geometry/table";
import { fitReducer, initialState, type FitAction, type FitState, type Run } from "./fitState";
import { gathered } from "./gathered";
import { fitRequest, type FitSettings, type Gait } from "./settings";
import type { Slice } from "./slice";

export interface FitSlice {
  /** What the next fit is to be. */
  readonly settings: FitSettings;
  readonly fitting: FitState;
  readonly changeSettings: (settings: FitSettings) => void;
  /** Fits the chosen columns with these settings; stops the fit before it. */
  readonly fit: () => void;
  /** Makes the fit in sight once more, leaping. */
  readonly leap: () => void;
  readonly cancelFit: () => void;
  /** Takes a finished run, made elsewhere, as the one in sight. */
  readonly showRun: (run: Run) => void;
  readonly showUnfitted: (selection: Selection) => void;
  /** What was said about the last attempt does not hold for the next. */
  readonly forgetProblem: () => void;
}

export const fitSlice =
  (first: { readonly settings: FitSettings; readonly run: Run }): Slice<FitSlice> =>
  (set, get) => {
    let current: AbortController | undefined;
    const dispatch = (action: FitAction) => set({ fitting: fitReducer(get().fitting, action) });

    const run = async (selection: Selection, settings: FitSettings, gait: Gait) => {
      current?.abort();
      const controller = new AbortController();
      current = controller;
      dispatch({ type: "begin", selection, settings, gait });
      const events = gathered<FitEvent>((some) => {
        if (controller.signal.aborted) return;
        const ended = some.some(({ event }) => event === "result");
        // A first fit belongs to the opening of its table: one undo takes back both.
        if (ended && get().fitting.settled.iterations.length > 0) get().record("fit");
        dispatch({ type: "events", events: some });
      });
      try {
        for await (const event of streamFit(fitRequest(selection, settings, gait), controller.signal))
          events.add(event);
        events.now();
      } catch (error) {
        events.drop();
        if (controller.signal.aborted) return;
        if (!(error instanceof ApiProblem)) throw error;
        dispatch({ type: "fail", problem: error });
      }
    };

    return {
      settings: first.settings,
      fitting: { ...initialState(first.run.selection), settled: first.run },

      changeSettings: (settings) => {
        get().record("settings");
        set({ settings });
        dispatch({ type: "edit" });
      },
      fit: () => void run(get().selection, get().settings, "steps"),
      leap: () => {
        const { selection, settings } = get().fitting.settled;
        void run(selection, settings, "leaps");
      },
      cancelFit: () => {
        current?.abort();
        dispatch({ type: "cancel" });
      },
      showRun: (settled) => {
        current?.abort();
        get().record("fit");
        set({ settings: settled.settings, fitting: { ...initialState(settled.selection), settled } });
      },
      showUnfitted: (selection) => {
        current?.abort();
        dispatch({ type: "open", selection });
      },
      forgetProblem: () => dispatch({ type: "edit" }),
    };
  };
