import { content, service, spoken, stopAt } from "./client";
import { Patience } from "./patience";
import { refused, unreachable, unreadable } from "./problem";
import type { FitEvent, FitRequest } from "./types";

/** Of silence, not of work: a long fit may go on for as long as it reports iterations. */
const SECONDS = 60;

/** The events of a fit as they happen; ends with the result, or rejects with an `ApiProblem`. */
export async function* streamFit(request: FitRequest, signal: AbortSignal): AsyncGenerator<FitEvent> {
  const patience = new Patience(SECONDS);
  try {
    const reply = service.POST("/fit", {
      headers: { Accept: "application/x-ndjson" },
      body: request,
      parseAs: "stream",
      signal: stopAt(patience, signal),
    });
    const stream = content(await spoken(reply, patience, signal));
    if (!stream) throw unreadable();
    for await (const line of lines(stream, patience, signal)) {
      const event = parsed(line);
      if (event.event === "problem") throw refused(event);
      yield event;
      if (event.event === "result") return;
    }
    // A stream that ends without a result was cut off by a service that went away.
    throw unreachable();
  } finally {
    patience.end();
  }
}

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

function parsed(line: string): FitEvent {
  try {
    return JSON.parse(line) as FitEvent;
  } catch {
    throw unreadable();
  }
}
