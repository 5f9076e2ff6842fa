import { between, type Mixture } from "./mixture";

/** A mixture on the way to convergence, with the log-likelihood of that very mixture. */
export interface Iteration {
  readonly iteration: number;
  readonly logLikelihood: number;
  readonly mixture: Mixture;
}

/** What EM is doing at a moment. */
export type Phase = "start" | "e-step" | "m-step" | "end";

/**
 * A replay stops at 2n + 2 moments: the start, an E-step and an M-step for each of n iterations, and the end.
 * The E-step recolours the points and leaves the components, the M-step moves the components and leaves the colours.
 */
export interface Moment {
  readonly phase: Phase;
  /** Which iteration this step belongs to; 0 at the start. */
  readonly iteration: number;
  /** Index of the mixture that is drawn. */
  readonly drawn: number;
  /** Index of the mixture whose responsibilities colour the points; null before the first E-step. */
  readonly colouring: number | null;
}

export const lastMoment = (iterations: number): number => (iterations > 0 ? 2 * iterations - 1 : 0);

/**
 * What is shown at a whole moment, for a replay of so many mixtures (the initial one included). The last moment of a
 * run that is still open, because nobody has asked for the next M-step, is an E-step like any other.
 */
export function momentAt(index: number, iterations: number, open = false): Moment {
  const last = lastMoment(iterations);
  if (index <= 0 && last > 0) return { phase: "start", iteration: 0, drawn: 0, colouring: null };
  if (index >= last) {
    const shown = { drawn: iterations - 1, colouring: iterations - 1 };
    return open && iterations > 0
      ? { phase: "e-step", iteration: iterations, ...shown }
      : { phase: "end", iteration: iterations - 1, ...shown };
  }
  const iteration = Math.ceil(index / 2);
  return index % 2 === 1
    ? { phase: "e-step", iteration, drawn: iteration - 1, colouring: iteration - 1 }
    : { phase: "m-step", iteration, drawn: iteration, colouring: iteration - 1 };
}

/** The moment at which this iteration's mixture has been reached. */
export const momentOfIteration = (iteration: number): number => 2 * iteration;

/** Between two moments the components are on their way. */
export function mixtureAt(position: number, iterations: readonly Iteration[]): Mixture {
  const before = momentAt(Math.floor(position), iterations.length);
  const after = momentAt(Math.ceil(position), iterations.length);
  return between(
    iterations[before.drawn].mixture,
    iterations[after.drawn].mixture,
    eased(position - Math.floor(position)),
  );
}

/** Slow at both ends, so that each step is seen as one motion. */
export const eased = (share: number): number => share * share * (3 - 2 * share);
