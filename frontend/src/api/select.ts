import { service } from "./client";
import { LINES, streamed } from "./stream";
import type { SelectEvent, SelectRequest } from "./types";

/** The events of a sweep over K and structures as they happen; ends with the table and what it says. */
export const streamSelection = (request: SelectRequest, signal: AbortSignal): AsyncGenerator<SelectEvent> =>
  streamed<SelectEvent>(signal, (stop) =>
    service.POST("/select", { headers: LINES, body: request, parseAs: "stream", signal: stop }),
  );
