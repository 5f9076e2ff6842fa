export type { Opened, OpeningProblem } from "./dataSlice";
export { startOf, type Progress, type Run } from "./fitState";
export { useKept, usePlotLayer, useSession, useShownIteration, useShownRun } from "./hooks";
export { axesOf, LOOK, type Look } from "./look";
export type { PlaybackStore } from "./playbackStore";
export type { Plane, PlotLayer } from "./plotLayer";
export { isStale, obstacleToFit, shownRun, type SessionState } from "./session";
export { useTask, type Task, type Work } from "./useTask";
export { SessionProvider, useSessionStores } from "./SessionProvider";
export {
  ALL_STRUCTURES,
  INITIALISATIONS,
  SETTINGS,
  STRUCTURES,
  type FitSettings,
  type Gait,
  type StructureText,
} from "./settings";
export { heldBack, remark } from "./tables";
export type { View } from "./view";
