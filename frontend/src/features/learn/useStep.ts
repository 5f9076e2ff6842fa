import { useMemo } from "react";
import { useStore } from "zustand";
import { momentAt, type Iteration } from "../../geometry/moments";
import { isOpen, useSession, useSessionStores, useShownRun } from "../../session";
import type { Mixture } from "../../geometry/mixture";

/** The mixture that has coloured the points, which may be in somebody's hands; null before the first E-step. */
export function useAnswering(): Mixture | null {
  const run = useShownRun();
  const { iterations } = run;
  const draft = useSession((state) => state.draft);
  const colouring = useStore(
    useSessionStores().playback,
    ({ position }) => momentAt(Math.round(position), iterations.length, isOpen(run)).colouring,
  );
  return draft?.mixture ?? (colouring === null ? null : (iterations[colouring]?.mixture ?? null));
}

/** The M-step that is in sight or comes next, as the mixtures before and after it; null where there was none. */
export function useStep(): readonly [from: Iteration, to: Iteration] | null {
  const run = useShownRun();
  const { iterations } = run;
  const from = useStore(useSessionStores().playback, ({ position }) => {
    const { colouring } = momentAt(Math.round(position), iterations.length, isOpen(run));
    return Math.min(colouring ?? 0, iterations.length - 2);
  });
  return useMemo(() => (from < 0 ? null : [iterations[from], iterations[from + 1]]), [iterations, from]);
}
