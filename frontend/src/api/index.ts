export { listExamples, loadExample } from "./examples";
export { streamFit } from "./fit";
export { conditional, diagnose, draw, judge, mergeTree, streamBootstrap } from "./judgements";
export { limits } from "./limits";
export { codeFor, keepUnder, listModels, storedModel, uploadModel, type Language } from "./library";
export { ApiProblem } from "./problem";
export { streamSelection } from "./select";
export { parseTable } from "./table";
export type * from "./types";
