import { softColours, uniformColours, type Colour } from "../../geometry/colours";
import { evaluate, type Evaluation, type Samples } from "../../geometry/density";
import type { Mixture } from "../../geometry/mixture";

interface Coloured extends Evaluation {
  readonly colours: Uint8ClampedArray;
}

/** A replay looks at two mixtures at a time; a few more make stepping to and fro free. */
const KEPT = 6;

/** What mixtures say about one set of samples, the latest few remembered. */
export class Evaluations {
  readonly #recent = new Map<Mixture, Coloured>();
  #neutral: { colour: Colour; colours: Uint8ClampedArray } | undefined;

  constructor(readonly samples: Samples) {}

  of(mixture: Mixture): Coloured {
    const known = this.#recent.get(mixture);
    if (known) return known;
    const evaluation = evaluate(mixture, this.samples);
    const coloured = {
      ...evaluation,
      colours: softColours(evaluation.responsibilities, mixture.weights.length),
    };
    this.#recent.set(mixture, coloured);
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > KEPT) this.#recent.delete(oldest);
    return coloured;
  }

  /** Colours from before the first E-step. */
  neutral(colour: Colour): Uint8ClampedArray {
    if (this.#neutral?.colour !== colour)
      this.#neutral = { colour, colours: uniformColours(this.samples.count, colour) };
    return this.#neutral.colours;
  }
}
