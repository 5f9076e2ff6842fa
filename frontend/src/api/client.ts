import createClient from "openapi-fetch";
import { Patience } from "./patience";
import { problemOf, timedOut, unreachable, unreadable } from "./problem";
import type { paths } from "./schema.gen";

/** The service, behind `/api` on the page's own origin; routes and shapes are those of its OpenAPI document. */
export const service = createClient<paths, "application/json">({
  baseUrl: `${window.location.origin}/api`,
  fetch: (request) => globalThis.fetch(request),
});

export interface Reply<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** The caller's wish to stop, or the end of the page's patience, whichever comes first. */
export const stopAt = (patience: Patience, signal?: AbortSignal): AbortSignal =>
  signal ? AbortSignal.any([signal, patience.signal]) : patience.signal;

/** Waits for a part of an answer, and says in the page's own terms why it did not come. */
export async function spoken<Part>(
  part: Promise<Part>,
  patience: Patience,
  signal?: AbortSignal,
): Promise<Part> {
  try {
    return await part;
  } catch (error) {
    signal?.throwIfAborted();
    if (patience.signal.aborted) throw timedOut(patience.seconds);
    throw error instanceof SyntaxError ? unreadable() : unreachable();
  }
}

/** A successful answer within so many seconds; rejects with an `ApiProblem`, or with the caller's own abort. */
export async function answered<Data>(
  seconds: number,
  signal: AbortSignal | undefined,
  ask: (stop: AbortSignal) => Promise<Reply<Data>>,
): Promise<Data> {
  const patience = new Patience(seconds);
  try {
    return content(await spoken(ask(stopAt(patience, signal)), patience, signal));
  } finally {
    patience.end();
  }
}

/** The body of a successful reply; throws what an unsuccessful one means. */
export function content<Data>({ data, error, response }: Reply<Data>): Data {
  if (data === undefined) throw problemOf(response.status, error);
  return data;
}
