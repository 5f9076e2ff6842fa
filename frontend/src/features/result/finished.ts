import type { FitResult } from "../../api";
import { rowsOf } from "../../geometry/table";
import type { Run } from "../../session";

/** A run that came to its end. */
export type FinishedRun = Run & { readonly result: FitResult };

export const isFinished = (run: Run): run is FinishedRun => run.result !== null;

/** The mixture itself and the rows: a service that was started anew may not know its id any more. */
export const aboutFit = ({ result, selection }: FinishedRun) => ({
  model: result.model,
  data: rowsOf(selection),
});
