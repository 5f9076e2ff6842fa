import type { Slice } from "./slice";

export interface LearnSlice {
  /** The chapter that is open; null where they are listed. */
  readonly chapter: string | null;
  readonly openChapter: (id: string | null) => void;
  /** The exercises that were solved, by their chapters' names. */
  readonly solved: ReadonlySet<string>;
  readonly solve: (exercise: string) => void;
}

export const learnSlice: Slice<LearnSlice> = (set, get) => ({
  chapter: null,
  openChapter: (chapter) => set({ chapter }),
  solved: new Set(),
  solve: (exercise) => {
    if (!get().solved.has(exercise)) set({ solved: new Set(get().solved).add(exercise) });
  },
});
