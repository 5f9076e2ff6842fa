import { createStore } from "zustand/vanilla";

/** Where a replay stands: a position among the moments, and where it is heading. Outside of React, because it changes in every frame. */
export interface Playback {
  readonly position: number;
  readonly target: number;
  readonly last: number;
  readonly speed: number;
  /** How much faster than usual this run is to be played. */
  readonly tempo: number;
  /** Goes there in one motion, or at once where motion is unwelcome. */
  readonly glideTo: (moment: number) => void;
  readonly jumpTo: (position: number) => void;
  readonly setSpeed: (speed: number) => void;
  /** Another run: stands at its end, or begins to replay it. */
  readonly load: (last: number, replay: boolean) => void;
  /** Rewinds and plays, once and quickly, where motion is welcome: a greeting. */
  readonly greet: () => void;
  /** The same run with more to it: goes on from where it stands, to its end or to a moment before. */
  readonly grow: (last: number, to?: number) => void;
  readonly play: () => void;
  readonly pause: () => void;
}

export type PlaybackStore = ReturnType<typeof createPlaybackStore>;

/** Milliseconds for one moment when there are few of them, and for a whole replay when there are many. */
const UNHURRIED = 480;
const WHOLE_REPLAY = 7000;

/** What a person set going by hand should be seen to go on at once. */
const PROMPT = 2;

export const millisecondsPerMoment = ({
  last,
  speed,
  tempo,
}: Pick<Playback, "last" | "speed" | "tempo">): number =>
  Math.min(UNHURRIED, WHOLE_REPLAY / Math.max(last, 1)) / (speed * tempo);

export function createPlaybackStore(last: number, motion: () => boolean) {
  return createStore<Playback>()((set, get) => {
    let frame = 0;
    let before = 0;

    const advance = (now: number) => {
      const { position, target } = get();
      const step = (now - before) / millisecondsPerMoment(get());
      before = now;
      const left = target - position;
      const next = Math.abs(left) <= step ? target : position + Math.sign(left) * step;
      set({ position: next });
      frame = next === target ? 0 : requestAnimationFrame(advance);
    };

    const bounded = (moment: number) => Math.min(Math.max(moment, 0), get().last);

    const stop = () => {
      cancelAnimationFrame(frame);
      frame = 0;
    };

    const head = (moment: number) => {
      const target = bounded(moment);
      set({ target });
      if (frame !== 0 || target === get().position) return;
      before = performance.now();
      frame = requestAnimationFrame(advance);
    };

    const jumpTo = (position: number) => {
      stop();
      set({ position: bounded(position), target: bounded(position) });
    };

    return {
      position: last,
      target: last,
      last,
      speed: 1,
      tempo: 1,
      jumpTo,
      glideTo: (moment) => (motion() ? head(moment) : jumpTo(moment)),
      setSpeed: (speed) => set({ speed }),
      load: (newLast, replay) => {
        stop();
        const position = replay && motion() ? 0 : newLast;
        set({ last: newLast, position, target: position, tempo: 1 });
        if (replay && motion()) head(newLast);
      },
      greet: () => {
        if (!motion()) return;
        jumpTo(0);
        set({ tempo: PROMPT });
        head(get().last);
      },
      grow: (newLast, to = newLast) => {
        set({ last: newLast, tempo: PROMPT });
        if (motion()) head(to);
        else jumpTo(to);
      },
      play: () => {
        if (get().position >= get().last) set({ position: 0 });
        head(get().last);
      },
      pause: () => jumpTo(Math.round(get().position)),
    };
  });
}
