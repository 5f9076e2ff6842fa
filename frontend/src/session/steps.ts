import { lastMoment, type Phase } from "../geometry/moments";
import { isOpen, shownRun } from "./fitState";
import type { Session } from "./session";

/** One moment back or forward; past the last of an open run, the service is asked for another iteration. */
export function step({ store, playback }: Session, by: 1 | -1): void {
  const { position, target, last, glideTo } = playback.getState();
  const from = position === target ? position : target;
  const to = by > 0 ? Math.floor(from) + 1 : Math.ceil(from) - 1;
  if (to > last && isOpen(shownRun(store.getState()))) void store.getState().goOneOn();
  else glideTo(to);
}

/** Forward to the next E-step or M-step. */
export function stepTo(session: Session, phase: Extract<Phase, "e-step" | "m-step">): void {
  const { target } = session.playback.getState();
  const next = Math.floor(target) + 1;
  const isNext = (next % 2 === 1) === (phase === "e-step");
  if (isNext) step(session, 1);
  else if (next + 1 <= session.playback.getState().last) session.playback.getState().glideTo(next + 1);
  else step(session, 1);
}

/** To the end; an open run is first taken there. */
export function toTheEnd({ store, playback }: Session): void {
  const run = shownRun(store.getState());
  if (isOpen(run)) store.getState().goOn();
  else playback.getState().jumpTo(lastMoment(run.iterations.length));
}
