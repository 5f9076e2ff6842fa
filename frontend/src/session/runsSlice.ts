import type { FitResult } from "../api";
import type { Run } from "./fitState";
import type { Slice } from "./slice";

/** A run that came to its end, under a letter. */
export interface KeptRun {
  readonly letter: string;
  readonly run: Run & { readonly result: FitResult };
}

export interface RunsSlice {
  /** The finished runs on the table that is open, in their order. */
  readonly runs: readonly KeptRun[];
  readonly keepRun: (run: Run) => void;
  readonly dropRun: (letter: string) => void;
}

const MOST = 26;

/** A, B, … Z, and then those that have become free. */
function freeLetter(runs: readonly KeptRun[]): string {
  const letters = Array.from({ length: MOST }, (_, i) => String.fromCodePoint(65 + i));
  const last = letters.indexOf(runs.at(-1)?.letter ?? "Z");
  const turned = [...letters.slice(last + 1), ...letters.slice(0, last + 1)];
  return turned.find((letter) => runs.every((kept) => kept.letter !== letter)) ?? "A";
}

export const runsSlice: Slice<RunsSlice> = (set, get) => ({
  runs: [],
  keepRun: (run) => {
    const { result } = run;
    const { runs } = get();
    if (!result || runs.some((kept) => kept.run.result === result)) return;
    const room = runs.slice(-(MOST - 1));
    set({ runs: [...room, { letter: freeLetter(room), run: { ...run, result } }] });
  },
  dropRun: (letter) => set({ runs: get().runs.filter((kept) => kept.letter !== letter) }),
});
