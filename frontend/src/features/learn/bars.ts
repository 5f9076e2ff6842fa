import type { Cell } from "../../api";

/** One number of components; parts of the tallest bar. */
export interface Bar {
  readonly components: number;
  readonly bic: number;
  readonly misfit: number;
  readonly price: number;
}

/** A bar is at least this part of the tallest, so that the least misfit is still seen. */
const FOOT = 0.12;

/** BIC as misfit and price, stacked; misfit is counted from a foot below its least, for only differences matter. */
export function bars(cells: readonly Cell[], samples: number): Bar[] {
  const parts = cells.map((cell) => ({
    components: cell.n_components,
    bic: cell.bic,
    misfit: -2 * cell.log_likelihood,
    price: cell.n_parameters * Math.log(samples),
  }));
  const least = Math.min(...parts.map(({ misfit }) => misfit));
  const tallest = Math.max(...parts.map(({ misfit, price }) => misfit - least + price));
  const whole = tallest / (1 - FOOT);
  return parts.map((part) => ({
    ...part,
    misfit: (part.misfit - least) / whole + FOOT,
    price: part.price / whole,
  }));
}
