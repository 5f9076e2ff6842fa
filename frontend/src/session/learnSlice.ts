import { initialState, type Run } from "./fitState";
import type { PlaybackStore } from "./playbackStore";
import type { SessionState } from "./session";
import type { FitSettings } from "./settings";
import type { Slice } from "./slice";

/** A run that a chapter shows, and what it shows it in place of. */
interface Borrowed {
  readonly run: Run;
  readonly own: { readonly run: Run; readonly settings: FitSettings };
  readonly position: number;
}

/** In the order in which they are read. */
export const CHAPTER_IDS = [
  "one-bell",
  "recipe",
  "e-step",
  "m-step",
  "climb",
  "failures",
  "how-many",
] as const;
export type ChapterId = (typeof CHAPTER_IDS)[number];

export interface LearnSlice {
  /** The chapter that is open; null where they are listed. */
  readonly chapter: string | null;
  readonly openChapter: (id: string | null) => void;
  /** To the chapter after or before; from their list, to the first. */
  readonly turnPage: (by: 1 | -1) => void;
  /** The exercises that were solved, by their chapters' names. */
  readonly solved: ReadonlySet<string>;
  readonly solve: (exercise: string) => void;
  /** Null while the person's own run is in sight. */
  readonly borrowed: Borrowed | null;
  /** Shows a run that is neither remembered nor kept; the person's own waits for `returnPlot`. */
  readonly borrowPlot: (run: Run) => void;
  /** Brings the person's own run back, unless something else has come into sight meanwhile. */
  readonly returnPlot: () => void;
}

/** The run in sight and its settings; where a chapter shows another, those that it stands in for. */
export const ownWork = ({
  borrowed,
  fitting,
  settings,
}: Pick<SessionState, "borrowed" | "fitting" | "settings">): Borrowed["own"] =>
  borrowed && borrowed.run === fitting.settled ? borrowed.own : { run: fitting.settled, settings };

const settled = (run: Run) => ({
  draft: null,
  focus: null,
  fitting: { ...initialState(run.selection), settled: run },
});

export const learnSlice =
  (playback: PlaybackStore): Slice<LearnSlice> =>
  (set, get) => {
    return {
      chapter: null,
      openChapter: (chapter) => set({ chapter }),
      turnPage: (by) => {
        const { chapter } = get();
        const at = CHAPTER_IDS.findIndex((id) => id === chapter);
        const next = at < 0 ? 0 : at + by;
        if (next in CHAPTER_IDS) set({ chapter: CHAPTER_IDS[next], openView: "learn" });
      },
      solved: new Set(),
      solve: (exercise) => {
        if (!get().solved.has(exercise)) set({ solved: new Set(get().solved).add(exercise) });
      },
      borrowed: null,
      borrowPlot: (run) => {
        const { borrowed, fitting, cancelFit } = get();
        if (fitting.settled === run) return;
        if (fitting.progress) cancelFit();
        const again = borrowed?.run === fitting.settled;
        const position = again ? borrowed.position : playback.getState().target;
        set({ borrowed: { run, own: ownWork(get()), position }, settings: run.settings, ...settled(run) });
      },
      returnPlot: () => {
        const { borrowed, fitting } = get();
        if (!borrowed) return;
        if (borrowed.run !== fitting.settled) {
          set({ borrowed: null });
          return;
        }
        const { own, position } = borrowed;
        set({ borrowed: null, settings: own.settings, ...settled(own.run) });
        playback.getState().jumpTo(position);
      },
    };
  };
