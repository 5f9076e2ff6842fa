import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { opening as Opening } from "../src/session/opening/opening";

const recording = join(import.meta.dirname, "../src/session/opening/opening.gen.json");

/** An iteration of the run that the page opens with, as the service recorded it, and the data. */
export function opening(iteration: number) {
  const { example, events } = JSON.parse(readFileSync(recording, "utf8")) as typeof Opening;
  const event = events.find((some) => some.event === "iteration" && some.iteration === iteration);
  if (event?.event !== "iteration") throw new Error(`The recording has no iteration ${iteration}.`);
  return { model: event.model, logLikelihood: event.log_likelihood, data: example.data };
}
