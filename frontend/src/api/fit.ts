import { service } from "./client";
import { LINES, streamed } from "./stream";
import type { FitEvent, FitRequest } from "./types";

/** The events of a fit as they happen; ends with the result, or rejects with an `ApiProblem`. */
export const streamFit = (request: FitRequest, signal: AbortSignal): AsyncGenerator<FitEvent> =>
  streamed<FitEvent>(signal, (stop) =>
    service.POST("/fit", { headers: LINES, body: request, parseAs: "stream", signal: stop }),
  );
