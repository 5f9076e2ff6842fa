import { lazy } from "react";
import { CHAPTER_IDS, type ChapterId } from "../../session";
import type { Chapter, NumberedChapter } from "./chapter";

const TEXTS: Record<ChapterId, Chapter> = {
  "one-bell": {
    title: "One bell curve is not enough",
    about: "The best single Gaussian on your rows",
    Content: lazy(() => import("./OneBellChapter")),
  },
  recipe: {
    title: "A mixture is a recipe",
    about: "Roll a die, pick a bell curve, drop a row",
    Content: lazy(() => import("./RecipeChapter")),
  },
  "e-step": {
    title: "The E-step: who made each point?",
    about: "Responsibilities, with any row’s own numbers",
    Content: lazy(() => import("./EStepChapter")),
  },
  "m-step": {
    title: "The M-step: fit each one to its share",
    about: "Weighted counts, means and spreads",
    Content: lazy(() => import("./MStepChapter")),
  },
  climb: {
    title: "The climb of the likelihood",
    about: "Why it never falls: a bound that touches and lifts",
    Content: lazy(() => import("./ClimbChapter")),
  },
  failures: {
    title: "How it fails",
    about: "Bad starts, collapse, and k-means on stretched groups",
    Content: lazy(() => import("./FailuresChapter")),
  },
  "how-many": {
    title: "How many components?",
    about: "BIC: the misfit and the price of every number",
    Content: lazy(() => import("./HowManyChapter")),
  },
};

/** In the order in which they are read. */
export const CHAPTERS: readonly NumberedChapter[] = CHAPTER_IDS.map((id) => ({ id, ...TEXTS[id] }));
