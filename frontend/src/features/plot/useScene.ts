import { useMemo } from "react";
import type { Surface } from "../../charts/surface";
import { blend, softColours } from "../../geometry/colours";
import { enclosingLevels } from "../../geometry/levels";
import { mixtureAt, momentAt, eased, type Iteration, type Moment } from "../../geometry/moments";
import type { Mixture } from "../../geometry/mixture";
import type { Selection } from "../../geometry/table";
import type { Draft } from "../../session";
import { Evaluations } from "./evaluations";

/** The share of the mixture outside of which a row counts as unusual. */
export const USUAL = 0.95;

export interface Scene {
  /** In all columns, on its way between two moments; null before the first fit. */
  readonly mixture: Mixture | null;
  readonly colours: Uint8ClampedArray;
  /** (N, K), behind the colours; null before the first E-step. */
  readonly responsibilities: Float32Array | null;
  readonly logDensity: Float64Array | null;
  /** One byte a sample: 1 where the density is below the level that holds `USUAL`. */
  readonly unusual: Uint8Array | null;
}

/** What is to be drawn at a position of the replay, or of what a person has in hand. */
export function useScene(
  selection: Selection,
  iterations: readonly Iteration[],
  position: number,
  surface: Surface,
  wantsUnusual: boolean,
  draft: Draft | null,
): Scene {
  const evaluations = useMemo(() => new Evaluations(selection), [selection]);
  const fitted = iterations.length > 0;

  const coloursOf = (moment: Moment) =>
    moment.colouring === null
      ? evaluations.neutral(surface.neutral)
      : evaluations.of(iterations[moment.colouring].mixture).colours;
  const before = momentAt(Math.floor(position), iterations.length);
  const after = momentAt(Math.ceil(position), iterations.length);
  const nearest = momentAt(Math.round(position), iterations.length);
  const share = eased(position - Math.floor(position));

  const mixture = useMemo(
    () => (fitted ? mixtureAt(position, iterations) : null),
    [fitted, position, iterations],
  );
  const colours = fitted
    ? blend(coloursOf(before), coloursOf(after), share)
    : evaluations.neutral(surface.neutral);
  const drawn = fitted ? iterations[nearest.drawn].mixture : null;
  const unusual = useMemo(
    () => (drawn && wantsUnusual ? unusualIn(drawn, evaluations.of(drawn).logDensity) : null),
    [drawn, wantsUnusual, evaluations],
  );
  const held = useMemo(
    () => draft && ofDraft(draft, selection, wantsUnusual),
    [draft, selection, wantsUnusual],
  );
  if (held) return held;
  const colouring = fitted && nearest.colouring !== null ? iterations[nearest.colouring].mixture : null;
  return {
    mixture,
    colours,
    responsibilities: colouring && evaluations.of(colouring).responsibilities,
    logDensity: drawn && evaluations.of(drawn).logDensity,
    unusual,
  };
}

function unusualIn(mixture: Mixture, logDensity: Float64Array): Uint8Array {
  const [level] = enclosingLevels(mixture, [USUAL]);
  return Uint8Array.from(logDensity, (value) => (value < level ? 1 : 0));
}

/** Who answers for each point is worked out for every movement of the hand; null once other points are shown. */
function ofDraft({ mixture, evaluation }: Draft, { count }: Selection, wantsUnusual: boolean): Scene | null {
  const { responsibilities, logDensity } = evaluation;
  if (logDensity.length !== count) return null;
  return {
    mixture,
    colours: softColours(responsibilities, mixture.weights.length),
    responsibilities,
    logDensity,
    unusual: wantsUnusual ? unusualIn(mixture, logDensity) : null,
  };
}
