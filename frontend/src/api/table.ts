import { answered, service } from "./client";
import type { ParsedTable } from "./types";

const SECONDS = 60;

/** Has the service read a CSV file; it keeps nothing of it. */
export const parseTable = (file: Blob, signal?: AbortSignal): Promise<ParsedTable> =>
  answered(SECONDS, signal, (stop) =>
    service.POST("/table", {
      headers: { "Content-Type": "text/csv" },
      // The document types the body as text; the bytes go as they are, because their encoding is the service's to find out.
      body: "",
      bodySerializer: () => file,
      signal: stop,
    }),
  );
