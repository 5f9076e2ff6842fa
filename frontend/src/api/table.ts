import { answered, service } from "./client";
import { refuseTooLarge } from "./limits";
import type { ParsedTable } from "./types";

const SECONDS = 60;

/** Has the service read a CSV file; it keeps nothing of it. */
export async function parseTable(file: Blob, signal?: AbortSignal): Promise<ParsedTable> {
  await refuseTooLarge(file);
  return answered(SECONDS, signal, (stop) =>
    service.POST("/table", {
      headers: { "Content-Type": "text/csv" },
      // The document types the body as text; the bytes go as they are, because their encoding is the service's to find out.
      body: "",
      bodySerializer: () => file,
      signal: stop,
    }),
  );
}
