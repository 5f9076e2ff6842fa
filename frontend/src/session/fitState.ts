import type { ApiProblem, FitEvent, FitResult, Initialisation, StartName, StartReport } from "../api";
import type { Iteration } from "../geometry/moments";
import { matching } from "../geometry/matching";
import { isPaintable, reordered } from "../geometry/mixture";
import type { Selection } from "../geometry/table";
import { renumbered } from "./numbering";
import { SETTINGS, type FitSettings, type Gait } from "./settings";

/** Samples, and the mixture that was fitted to them; no iterations before the first fit. */
export interface Run {
  readonly selection: Selection;
  readonly settings: FitSettings;
  readonly gait: Gait;
  /** Of the best start, numbered as the result numbers its components, so that colours and numbers never swap. */
  readonly iterations: readonly Iteration[];
  /** Null while there are more to come, or before somebody has asked for them. */
  readonly result: FitResult | null;
  /** Whether it began with a mixture that a person had a hand in. */
  readonly byHand: boolean;
}

/** A run that a person takes further, step by step: its last moment is an E-step, not an end. */
export const isOpen = ({ byHand, result, iterations }: Run): boolean =>
  byHand && result === null && iterations.length > 0;

/** A fit that is under way: every start's iterations so far. */
export interface Progress {
  readonly run: Run;
  readonly start: number;
  readonly finished: readonly StartReport[];
  readonly perStart: ReadonlyMap<number, readonly Iteration[]>;
  /** The iterations that it goes on from; none for a fit that searches for its start. */
  readonly from: readonly Iteration[];
}

export interface FitState {
  /** The last run that came to its end; stays in sight when a later one fails. */
  readonly settled: Run;
  readonly progress: Progress | null;
  readonly problem: ApiProblem | null;
  readonly cancelled: boolean;
}

/** The run in sight: the one under way as soon as it has something to show, otherwise the last that was finished. */
export const shownRun = ({ fitting: { progress, settled } }: { readonly fitting: FitState }): Run =>
  progress?.run.iterations.length ? progress.run : settled;

export type FitAction =
  | { readonly type: "open"; readonly selection: Selection }
  | {
      readonly type: "begin";
      readonly selection: Selection;
      readonly settings: FitSettings;
      readonly gait: Gait;
      readonly from?: readonly Iteration[];
    }
  /** One iteration more of an open run; with the result when that was the last. */
  | { readonly type: "grow"; readonly events: readonly FitEvent[] }
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
  byHand: false,
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
    case "grow":
      return grown(state, action.events);
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

const begun = ({
  selection,
  settings,
  gait,
  from = [],
}: Extract<FitAction, { readonly type: "begin" }>): Progress => ({
  run: { selection, settings, gait, iterations: from, result: null, byHand: from.length > 0 },
  start: 0,
  finished: [],
  perStart: new Map(),
  from,
});

/** Hears what one iteration of an open run brought, without going on to its end. */
function grown(state: FitState, events: readonly FitEvent[]): FitState {
  const { selection, settings, gait, iterations } = state.settled;
  const progress = begun({ type: "begin", selection, settings, gait, from: iterations });
  const heard = events.reduce(withEvent, { ...state, problem: null, progress });
  const { result } = heard.settled;
  return {
    ...heard,
    settled: { ...heard.settled, result: result?.converged ? result : null },
    cancelled: false,
  };
}

function withEvent(state: FitState, event: FitEvent): FitState {
  const { progress } = state;
  if (!progress) return state;
  switch (event.event) {
    case "iteration": {
      if (!isPaintable(event.model)) return state;
      const before = progress.from.at(-1)?.iteration;
      // The mixture that a run goes on from is in sight already.
      if (before !== undefined && event.iteration === 0) return state;
      const iterations = [
        ...(progress.perStart.get(event.start) ?? progress.from),
        {
          iteration: (before ?? 0) + event.iteration,
          logLikelihood: event.log_likelihood,
          mixture: event.model,
        },
      ];
      const perStart = new Map(progress.perStart).set(event.start, iterations);
      return {
        ...state,
        progress: { ...progress, start: event.start, perStart, run: { ...progress.run, iterations } },
      };
    }
    case "start":
      return { ...state, progress: { ...progress, finished: [...progress.finished, event] } };
    case "result":
      return { ...state, progress: null, settled: settledRun(progress, event, state.settled) };
  }
}

type Result = Extract<FitEvent, { readonly event: "result" }>;

/**
 * The run that has come to its end. A component keeps the number and with it the colour that it had: in the mixture
 * that a person began with, or in a former fit of as many components to the same columns.
 */
function settledRun({ run, from, perStart }: Progress, event: Result, former: Run): Run {
  const own = perStart.get(event.best_start) ?? from;
  if (from.length > 0) {
    const order = event.component_order.map((_, number) => event.component_order.indexOf(number));
    const result = { ...renumbered(event, order), n_iterations: own.at(-1)?.iteration ?? event.n_iterations };
    return { ...run, iterations: own, result };
  }
  const last = former.iterations.at(-1)?.mixture;
  const comparable =
    last?.weights.length === event.model.weights.length &&
    last.columns.join("\n") === event.model.columns.join("\n");
  const result = comparable ? renumbered(event, matching(last, event.model)) : event;
  const iterations = own.map((iteration) => ({
    ...iteration,
    mixture: reordered(iteration.mixture, result.component_order),
  }));
  return { ...run, iterations, result };
}
