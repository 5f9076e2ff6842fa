import { useCallback, useEffect } from "react";
import { ApiProblem } from "../api";
import { useSession } from "./hooks";
import { useSessionStores } from "./SessionProvider";

/** Work that the service does for a view: it goes on while another view is open, and its answer is kept. */
export interface Task<Progress, Answer> {
  readonly state: "working" | "done" | "failed" | "cancelled";
  /** What it is about: a fit, or data. What was found out about another is not shown. */
  readonly about: unknown;
  /** Milliseconds from its beginning to its latest report. */
  readonly elapsed: number;
  readonly progress: Progress | null;
  readonly answer: Answer | null;
  readonly problem: ApiProblem | null;
  readonly cancel: () => void;
}

/** Does the work, and reports how far it is. */
export type Work<Progress, Answer> = (
  signal: AbortSignal,
  report: (progress: Progress) => void,
) => Promise<Answer>;

/**
 * One task of a view, by a name of its own. It ends when it is begun anew, when another table is opened, and
 * when what it is about is gone from sight.
 */
export function useTask<Progress, Answer>(name: string, about: unknown) {
  const { store } = useSessionStores();
  const kept = useSession((state) => state.kept.get(name)) as Task<Progress, Answer> | undefined;
  const task = kept?.about === about ? kept : null;

  useEffect(() => {
    if (kept && kept.about !== about && kept.state === "working") kept.cancel();
  }, [kept, about]);

  const begin = useCallback(
    (work: Work<Progress, Answer>) => {
      const former = store.getState().kept.get(name) as Task<Progress, Answer> | undefined;
      former?.cancel();
      const controller = new AbortController();
      const begun = performance.now();
      const ours = () => (store.getState().kept.get(name) as typeof former)?.cancel === cancel;
      let current: Task<Progress, Answer> = {
        state: "working",
        about,
        elapsed: 0,
        progress: null,
        answer: null,
        problem: null,
        cancel: () => cancel(),
      };
      const show = (part: Partial<Task<Progress, Answer>>) => {
        current = { ...current, ...part };
        store.getState().keep(name, current);
      };
      const cancel = () => {
        controller.abort();
        if (current.state === "working" && ours()) show({ state: "cancelled" });
      };
      current = { ...current, cancel };
      show({});
      const gone = store.subscribe(() => {
        if (!ours()) controller.abort();
      });
      let frame = 0;
      const report = (progress: Progress) => {
        current = { ...current, progress, elapsed: performance.now() - begun };
        frame ||= requestAnimationFrame(() => {
          frame = 0;
          if (ours() && current.state === "working") show({});
        });
      };
      void work(controller.signal, report)
        .then(
          (answer) => ours() && !controller.signal.aborted && show({ state: "done", answer }),
          (error: unknown) => {
            if (controller.signal.aborted) return;
            if (!(error instanceof ApiProblem)) throw error;
            show({ state: "failed", problem: error });
          },
        )
        .finally(gone);
    },
    [store, name, about],
  );
  return [task, begin] as const;
}
