import { lazy } from "react";
import type { Chapter } from "./chapter";

/** In the order in which they are read. */
export const CHAPTERS: readonly Chapter[] = [
  {
    id: "e-step",
    title: "The E-step: who made each point?",
    about: "Responsibilities, with any row’s own numbers",
    Content: lazy(() => import("./EStepChapter")),
  },
  {
    id: "m-step",
    title: "The M-step: fit each one to its share",
    about: "Weighted counts, means and spreads",
    Content: lazy(() => import("./MStepChapter")),
  },
];
