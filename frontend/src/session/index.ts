export type { Opened, OpeningProblem } from "./dataSlice";
export { obstacleToDrawing, type Tool } from "./drawSlice";
export type { Draft } from "./editSlice";
export { isOpen, shownRun, startOf, type Progress, type Run } from "./fitState";
export { fittedRun } from "./fittedRun";
export { useKept, usePlotLayer, useSession, useShownIteration, useShownRun } from "./hooks";
export { CHAPTER_IDS, ownWork, type ChapterId } from "./learnSlice";
export { axesOf, LOOK, type Look } from "./look";
export type { PlaybackStore } from "./playbackStore";
export type { Plane, PlotLayer } from "./plotLayer";
export type { KeptRun } from "./runsSlice";
export { linkOf, followLink } from "./linking";
export { decodeLink, encodeLink } from "./link";
export { isStale, obstacleToFit, type Session, type SessionState } from "./session";
export { GREATEST_RATE, useAnomalies } from "./useAnomalies";
export { SessionProvider, useSessionStores } from "./SessionProvider";
export {
  ALL_STRUCTURES,
  documentOf,
  INITIALISATIONS,
  SETTINGS,
  STRUCTURES,
  type FitSettings,
  type Gait,
  type StructureText,
} from "./settings";
export { step, stepTo, toTheEnd } from "./steps";
export { useTask, type Task, type Work } from "./useTask";
export { heldBack, remark } from "./tables";
export type { View } from "./view";
