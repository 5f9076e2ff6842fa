import type { DataSlice } from "./dataSlice";
import type { FitSlice } from "./fitSlice";
import { initialState, type Run } from "./fitState";
import { ownWork } from "./learnSlice";
import type { Slice } from "./slice";

/** All that undo brings back: the data, what was chosen of them, and the fit. */
export interface Work extends Pick<DataSlice, "table" | "exampleId" | "columns" | "selection"> {
  readonly settings: FitSlice["settings"];
  readonly run: Run;
}

interface Recorded {
  /** What was done next. */
  readonly deed: string;
  readonly work: Work;
}

export interface HistorySlice {
  readonly past: readonly Recorded[];
  readonly future: readonly Recorded[];
  /** Remembers how things are, before something is done to them. */
  readonly record: (deed: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

const REMEMBERED = 200;

/** Deeds that come in many small parts, such as typing a number, of which only the first is remembered. */
const GRADUAL = new Set(["settings", "columns"]);

export const historySlice: Slice<HistorySlice> = (set, get) => {
  const present = (): Work => {
    const { table, exampleId, columns, selection } = get();
    return { table, exampleId, columns, selection, ...ownWork(get()) };
  };
  const restore = ({ run, ...work }: Work) => {
    get().cancelFit();
    set({
      ...work,
      draft: null,
      focus: null,
      fitting: { ...initialState(run.selection), settled: run },
      ...(work.selection !== get().selection && { hovered: null, picked: null }),
    });
  };
  return {
    past: [],
    future: [],
    record: (deed) => {
      const { past, future } = get();
      if (GRADUAL.has(deed) && past.at(-1)?.deed === deed && future.length === 0) return;
      set({ past: [...past, { deed, work: present() }].slice(-REMEMBERED), future: [] });
    },
    undo: () => {
      const { past, future } = get();
      const last = past.at(-1);
      if (!last) return;
      set({ past: past.slice(0, -1), future: [{ deed: last.deed, work: present() }, ...future] });
      restore(last.work);
    },
    redo: () => {
      const { past, future } = get();
      const [next] = future;
      if (!next) return;
      set({ past: [...past, { deed: next.deed, work: present() }], future: future.slice(1) });
      restore(next.work);
    },
  };
};
