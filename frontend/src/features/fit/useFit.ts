import { useCallback, useReducer, useRef } from "react";
import { ApiProblem, streamFit, type FitEvent } from "../../api";
import type { Selection } from "../../geometry/table";
import { fitReducer, initialState, type Run } from "./fitState";
import { fitRequest, type FitSettings, type Gait } from "./settings";

/** Runs fits one at a time; a new one, or a new table, stops the one before. */
export function useFit(opening: Run) {
  const [state, dispatch] = useReducer(fitReducer, opening, (settled) => ({
    ...initialState(settled.selection),
    settled,
  }));
  const current = useRef<AbortController>(undefined);

  const fit = useCallback(async (selection: Selection, settings: FitSettings, gait: Gait = "steps") => {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    dispatch({ type: "begin", selection, settings, gait });
    const flush = gathered((events) => !controller.signal.aborted && dispatch({ type: "events", events }));
    try {
      for await (const event of streamFit(fitRequest(selection, settings, gait), controller.signal))
        flush.add(event);
      flush.now();
    } catch (error) {
      flush.drop();
      if (controller.signal.aborted) return;
      if (!(error instanceof ApiProblem)) throw error;
      dispatch({ type: "fail", problem: error });
    }
  }, []);

  const cancel = useCallback(() => {
    current.current?.abort();
    dispatch({ type: "cancel" });
  }, []);

  const open = useCallback((selection: Selection) => {
    current.current?.abort();
    dispatch({ type: "open", selection });
  }, []);

  const edited = useCallback(() => dispatch({ type: "edit" }), []);

  const shown = state.progress?.run.iterations.length ? state.progress.run : state.settled;
  return { ...state, shown, fit, cancel, open, edited };
}

/** Gathers events for one frame: a fast service reports hundreds of iterations in the time of one. */
function gathered(deliver: (events: FitEvent[]) => void) {
  let waiting: FitEvent[] = [];
  let frame = 0;
  const now = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    if (waiting.length > 0) deliver(waiting);
    waiting = [];
  };
  return {
    now,
    add: (event: FitEvent) => {
      waiting.push(event);
      frame ||= requestAnimationFrame(now);
    },
    drop: () => {
      cancelAnimationFrame(frame);
      waiting = [];
    },
  };
}
