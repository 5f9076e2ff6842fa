export { listExamples, loadExample } from "./examples";
export { streamFit } from "./fit";
export { ApiProblem } from "./problem";
export { parseTable } from "./table";
export type * from "./types";
