import { ApiProblem, streamFit, type FitEvent } from "../api";
import type { Iteration } from "../geometry/moments";
import type { Selection } from "../geometry/table";
import { fitReducer, initialState, isOpen, type FitAction, type FitState, type Run } from "./fitState";
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
  /** The same from a single start, with a seed that has not been used. */
  readonly fitAnew: () => void;
  /** Makes the fit in sight once more, leaping. */
  readonly leap: () => void;
  /** Takes an open run on to its end. */
  readonly goOn: () => void;
  /** Takes an open run one iteration further; what is said comes when it is there. */
  readonly goOneOn: () => Promise<void>;
  readonly cancelFit: () => void;
  /** Takes a run that was made elsewhere as the one in sight. */
  readonly showRun: (run: Run) => void;
  readonly showUnfitted: (selection: Selection) => void;
  /** What was said about the last attempt does not hold for the next. */
  readonly forgetProblem: () => void;
}

const ANY_SEED = 10_000;

export const fitSlice =
  (first: { readonly settings: FitSettings; readonly run: Run }): Slice<FitSlice> =>
  (set, get) => {
    let current: AbortController | undefined;
    const dispatch = (action: FitAction) => set({ fitting: fitReducer(get().fitting, action) });

    /** Stops what is under way, and hands what comes next its signal and its own way to fail. */
    const alone = async (work: (signal: AbortSignal) => Promise<void>) => {
      current?.abort();
      const controller = new AbortController();
      current = controller;
      try {
        await work(controller.signal);
      } catch (error) {
        if (controller.signal.aborted) return;
        if (!(error instanceof ApiProblem)) throw error;
        dispatch({ type: "fail", problem: error });
      }
    };

    const run = (selection: Selection, settings: FitSettings, gait: Gait, from: readonly Iteration[] = []) =>
      alone(async (signal) => {
        dispatch({ type: "begin", selection, settings, gait, from });
        const events = gathered<FitEvent>((some) => {
          if (signal.aborted) return;
          const ended = some.some(({ event }) => event === "result");
          // A first fit belongs to the opening of its table, and going on to what was gone on from.
          if (ended && from.length === 0 && get().fitting.settled.iterations.length > 0) get().record("fit");
          dispatch({ type: "events", events: some });
        });
        try {
          const request = fitRequest(selection, settings, gait, from.at(-1)?.mixture);
          for await (const event of streamFit(request, signal)) events.add(event);
          events.now();
        } finally {
          events.drop();
        }
      });

    return {
      settings: first.settings,
      fitting: { ...initialState(first.run.selection), settled: first.run },

      changeSettings: (settings) => {
        get().record("settings");
        set({ settings });
        dispatch({ type: "edit" });
      },
      fit: () => void run(get().selection, get().settings, "steps"),
      fitAnew: () => {
        const { selection, settings } = get();
        void run(selection, { ...settings, starts: 1, seed: Math.floor(Math.random() * ANY_SEED) }, "steps");
      },
      leap: () => {
        const { selection, settings } = get().fitting.settled;
        void run(selection, settings, "leaps");
      },
      goOn: () => {
        const { selection, settings, gait, iterations } = get().fitting.settled;
        if (isOpen(get().fitting.settled)) void run(selection, settings, gait, iterations);
      },
      goOneOn: async () => {
        const { settled, progress } = get().fitting;
        if (!isOpen(settled) || progress) return;
        const request = fitRequest(
          settled.selection,
          settled.settings,
          "steps",
          settled.iterations.at(-1)?.mixture,
        );
        await alone(async (signal) => {
          const events: FitEvent[] = [];
          for await (const event of streamFit({ ...request, max_iter: 1 }, signal)) events.push(event);
          if (!signal.aborted) dispatch({ type: "grow", events });
        });
      },
      cancelFit: () => {
        current?.abort();
        dispatch({ type: "cancel" });
      },
      showRun: (settled) => {
        current?.abort();
        get().record("fit");
        const { components, structure } = settled.settings;
        const settings = settled.byHand ? { ...get().settings, components, structure } : settled.settings;
        set({ settings, draft: null, focus: null, fitting: { ...initialState(settled.selection), settled } });
      },
      showUnfitted: (selection) => {
        current?.abort();
        dispatch({ type: "open", selection });
      },
      forgetProblem: () => dispatch({ type: "edit" }),
    };
  };
