import type { ApiProblem, FitEvent, FitResult, Initialisation, StartName, StartReport } from "../api";
import type { Iteration } from "../geometry/moments";
import { isPaintable, reordered } from "../geometry/mixture";
import type { Selection } from "../geometry/table";
import { SETTINGS, type FitSettings, type Gait } from "./settings";

/** Samples, and the mixture that was fitted to them; no iterations before the first fit. */
export interface Run {
  readonly selection: Selection;
  readonly settings: FitSettings;
  readonly gait: Gait;
  /** Of the best start, numbered as the result numbers its components, so that colours and numbers never swap. */
  readonly iterations: readonly Iteration[];
  readonly result: FitResult | null;
}

/** A fit that is under way: every start's iterations so far. */
export interface Progress {
  readonly run: Run;
  readonly start: number;
  readonly finished: readonly StartReport[];
  readonly perStart: ReadonlyMap<number, readonly Iteration[]>;
}

export interface FitState {
  /** The last run that came to its end; stays in sight when a later one fails. */
  readonly settled: Run;
  readonly progress: Progress | null;
  readonly problem: ApiProblem | null;
  readonly cancelled: boolean;
}

export type FitAction =
  | { readonly type: "open"; readonly selection: Selection }
  | {
      readonly type: "begin";
      readonly selection: Selection;
      readonly settings: FitSettings;
      readonly gait: Gait;
    }
  | { readonly type: "events"; readonly events: readonly FitEvent[] }
  | { readonly type: "fail"; readonly problem: ApiProblem }
  | { readonly type: "cancel" }
  | { readonly type: "edit" };

export const unfitted = (selection: Selection): Run => ({
  selection,
  settings: SETTINGS,
  gait: "steps",
  iterations: [],
  result: null,
});

/** How the first of the run's mixtures was chosen; while a fit is under way, how it was asked to be. */
export const startOf = ({ result, settings }: Run): Initialisation | StartName =>
  result?.starts.find(({ start }) => start === result.best_start)?.init ?? settings.init;

export const initialState = (selection: Selection): FitState => ({
  settled: unfitted(selection),
  progress: null,
  problem: null,
  cancelled: false,
});

export function fitReducer(state: FitState, action: FitAction): FitState {
  switch (action.type) {
    case "open":
      return initialState(action.selection);
    case "begin":
      return {
        ...state,
        problem: null,
        cancelled: false,
        progress: begun(action),
      };
    case "events":
      return action.events.reduce(withEvent, state);
    case "fail":
      return { ...state, progress: null, problem: action.problem };
    case "cancel":
      return { ...state, progress: null, cancelled: state.progress !== null };
    case "edit":
      // What was said about the last attempt does not hold for the next.
      return { ...state, problem: null, cancelled: false };
  }
}

const begun = ({ selection, settings, gait }: Omit<Run, "iterations" | "result">): Progress => ({
  run: { selection, settings, gait, iterations: [], result: null },
  start: 0,
  finished: [],
  perStart: new Map(),
});

function withEvent(state: FitState, event: FitEvent): FitState {
  const { progress } = state;
  if (!progress) return state;
  switch (event.event) {
    case "iteration": {
      if (!isPaintable(event.model)) return state;
      const iterations = [
        ...(progress.perStart.get(event.start) ?? []),
        { iteration: event.iteration, logLikelihood: event.log_likelihood, mixture: event.model },
      ];
      const perStart = new Map(progress.perStart).set(event.start, iterations);
      return {
        ...state,
        progress: { ...progress, start: event.start, perStart, run: { ...progress.run, iterations } },
      };
    }
    case "start":
      return { ...state, progress: { ...progress, finished: [...progress.finished, event] } };
    case "result": {
      const iterations = (progress.perStart.get(event.best_start) ?? []).map((iteration) => ({
        ...iteration,
        mixture: reordered(iteration.mixture, event.component_order),
      }));
      return { ...state, progress: null, settled: { ...progress.run, iterations, result: event } };
    }
  }
}
