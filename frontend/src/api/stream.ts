import { content, spoken, stopAt, type Reply } from "./client";
import { Patience } from "./patience";
import { refused, unreachable, unreadable } from "./problem";
import type { ProblemEvent } from "./types";

/** Of silence, not of work: a long call may go on for as long as it reports something. */
const SECONDS = 60;

/** What a call that streams sends to say that it wants lines of JSON. */
export const LINES = { Accept: "application/x-ndjson" } as const;

/** What a stream says while its work waits or goes on; to have heard it is enough. */
const SIGNS_OF_LIFE: ReadonlySet<string> = new Set(["queued", "progress"]);

type Stream = ReadableStream<Uint8Array> | null;

/** The events of a call as they happen; ends with the result, or rejects with an `ApiProblem`. */
export async function* streamed<Event extends { readonly event: string }>(
  signal: AbortSignal,
  ask: (stop: AbortSignal) => Promise<Reply<Stream>>,
): AsyncGenerator<Exclude<Event, ProblemEvent>> {
  const patience = new Patience(SECONDS);
  try {
    const stream = content(await spoken(ask(stopAt(patience, signal)), patience, signal));
    if (!stream) throw unreadable();
    for await (const line of lines(stream, patience, signal)) {
      const event = parsed<Event>(line);
      if (isProblem(event)) throw refused(event);
      if (SIGNS_OF_LIFE.has(event.event)) continue;
      yield event as Exclude<Event, ProblemEvent>;
      if (event.event === "result") return;
    }
    // A stream that ends without a result was cut off by a service that went away.
    throw unreachable();
  } finally {
    patience.end();
  }
}

const isProblem = (event: { readonly event: string }): event is ProblemEvent => event.event === "problem";

async function* lines(
  stream: ReadableStream<Uint8Array>,
  patience: Patience,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await spoken(reader.read(), patience, signal);
    if (done) break;
    patience.renew();
    const pieces = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = pieces.pop() ?? "";
    yield* pieces.filter((piece) => piece.trim() !== "");
  }
  if (rest.trim() !== "") yield rest;
}

function parsed<Event>(line: string): Event {
  try {
    return JSON.parse(line) as Event;
  } catch {
    throw unreadable();
  }
}
