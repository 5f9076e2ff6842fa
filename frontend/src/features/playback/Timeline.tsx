import type { KeyboardEvent } from "react";
import { useStore } from "zustand";
import { LikelihoodCurve } from "../../charts/LikelihoodCurve";
import { fixed } from "../../components/numbers";
import { momentAt, type Moment } from "../../geometry/moments";
import { isOpen, useSession, useSessionStores, useShownRun } from "../../session";
import { Transport } from "./Transport";
import classes from "./playback.module.css";

/** Half of the slider's thumb: the curve above it keeps this distance from both ends. */
const THUMB = 9;

const STEPS: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -2,
  PageUp: 2,
};

export function nameOf({ phase, iteration }: Moment): string {
  switch (phase) {
    case "start":
      return "Start";
    case "e-step":
      return `Iteration ${iteration}, E-step`;
    case "m-step":
      return `Iteration ${iteration}, M-step`;
    case "end":
      return `End, after ${iteration} ${iteration === 1 ? "iteration" : "iterations"}`;
  }
}

/** Every step that EM took, under the log-likelihood that it climbed. */
export function Timeline() {
  const { playback } = useSessionStores();
  const run = useShownRun();
  const { iterations } = run;
  const draft = useSession((state) => state.draft);
  const position = useStore(playback, (state) => state.position);
  const last = useStore(playback, (state) => state.last);
  const { jumpTo, glideTo } = playback.getState();
  if (iterations.length === 0) return null;
  const moment = momentAt(Math.round(position), iterations.length, isOpen(run));
  const values = iterations.map((iteration) => iteration.logLikelihood);
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    glideTo(Math.round(playback.getState().target) + step);
  };
  return (
    <div className={classes.timeline}>
      <Transport />
      <div className={classes.track}>
        <div className={classes.captions}>
          <strong>{draft ? "In your hands" : nameOf(moment)}</strong>
          <span>
            log-likelihood{" "}
            <b data-testid="log-likelihood">{fixed(draft?.logLikelihood ?? values[moment.drawn], 3)}</b>
          </span>
        </div>
        <div className={classes.curve}>
          <LikelihoodCurve values={values} reached={position / 2} end={last / 2} inset={THUMB} />
        </div>
        <input
          type="range"
          className={classes.slider}
          aria-label="Step of EM"
          aria-valuetext={nameOf(moment)}
          min={0}
          max={last}
          step="any"
          value={position}
          disabled={last === 0 || draft !== null}
          onChange={(event) => jumpTo(Number(event.currentTarget.value))}
          onPointerUp={() => glideTo(Math.round(playback.getState().position))}
          onKeyDown={press}
        />
      </div>
    </div>
  );
}
