import type { Cell, CovarianceType, FailedCell, SelectEvent, Selected, SelectRequest } from "../../api";
import type { Selection } from "../../geometry/table";
import { rowsOf } from "../../geometry/table";
import { ALL_STRUCTURES } from "../../session";

/** By what mixtures are compared; smaller is better for all of them. */
export type Criterion = NonNullable<SelectRequest["criterion"]>;

/** What is to be compared, and how carefully. */
export interface SweepOptions {
  readonly least: number;
  readonly most: number;
  /** All of them, or those of one kind. */
  readonly structures: readonly CovarianceType[];
  readonly crossValidate: boolean;
  readonly test: boolean;
}

export const EVERYTHING: readonly CovarianceType[] = ALL_STRUCTURES.map(({ value }) => value);

export const USUAL_SWEEP: SweepOptions = {
  least: 1,
  most: 9,
  structures: EVERYTHING,
  crossValidate: false,
  test: false,
};

const FOLDS = 5;
/** As many as a p-value of one percent takes. */
const REPLICATES = 99;

export const sweepRequest = (selection: Selection, options: SweepOptions, seed: number): SelectRequest => ({
  data: rowsOf(selection),
  columns: [...selection.columns],
  n_components: numbers(options),
  covariance_type: [...options.structures],
  n_folds: options.crossValidate ? FOLDS : 0,
  n_replicates: options.test ? REPLICATES : 0,
  seed,
});

/** The numbers of components to try. */
export const numbers = ({ least, most }: Pick<SweepOptions, "least" | "most">): number[] =>
  Array.from({ length: Math.max(most - least, 0) + 1 }, (_, i) => Math.min(least, most) + i);

/** What is known of a sweep by now. */
export interface Sweep {
  readonly options: SweepOptions;
  readonly cells: ReadonlyMap<string, Cell>;
  readonly failures: ReadonlyMap<string, FailedCell>;
  /** The data set that a test is fitting; null while none is under way. */
  readonly replicate: { readonly components: number; readonly done: number; readonly of: number } | null;
  /** What was said at the end. */
  readonly told: Omit<Selected, "cells" | "failures"> | null;
}

export const keyOf = (components: number, structure: CovarianceType): string => `${components} ${structure}`;

export const begunSweep = (options: SweepOptions): Sweep => ({
  options,
  cells: new Map(),
  failures: new Map(),
  replicate: null,
  told: null,
});

/** One event further. */
export function swept(sweep: Sweep, event: SelectEvent): Sweep {
  switch (event.event) {
    case "cell":
      return {
        ...sweep,
        cells: new Map(sweep.cells).set(keyOf(event.n_components, event.covariance_type), event),
      };
    case "failure":
      return {
        ...sweep,
        failures: new Map(sweep.failures).set(keyOf(event.n_components, event.covariance_type), event),
      };
    case "replicate":
      return { ...sweep, replicate: { components: event.n_components, done: event.done, of: event.of } };
    case "test":
      return { ...sweep, replicate: null };
    case "result":
      return {
        ...sweep,
        cells: new Map(event.cells.map((cell) => [keyOf(cell.n_components, cell.covariance_type), cell])),
        failures: new Map(
          event.failures.map((cell) => [keyOf(cell.n_components, cell.covariance_type), cell]),
        ),
        replicate: null,
        told: event,
      };
  }
}

/** How far a sweep is: in words, and as a share where that can be told. */
export function progressOf({ options, cells, failures, replicate }: Sweep) {
  if (replicate) {
    const { components, done, of } = replicate;
    return {
      words: `Testing ${components} against ${components + 1} components: ${done} of ${of} data sets`,
      share: done / of,
      timed: false,
    };
  }
  const all = numbers(options).length * options.structures.length;
  const fitted = cells.size + failures.size;
  const validated = [...cells.values()].filter((cell) => cell.cross_validation).length + failures.size;
  if (options.crossValidate && fitted === all)
    return {
      words: `Cross-validated ${validated} of ${all} mixtures`,
      share: (all + validated) / (2 * all),
      timed: true,
    };
  return {
    words: `Fitted ${fitted} of ${all} mixtures`,
    share: fitted / (options.crossValidate ? 2 * all : all),
    timed: !options.test,
  };
}

/** The criterion of a cell, smaller is better; null where it was not computed. Held-out likelihood is on BIC's scale. */
export function criterionOf(cell: Cell, criterion: Criterion): number | null {
  if (criterion !== "cross_validation") return cell[criterion];
  return cell.cross_validation && -2 * cell.cross_validation.log_likelihood;
}

/** The cell that a criterion prefers among those that may be chosen. */
export function bestOf(cells: Iterable<Cell>, criterion: Criterion): Cell | null {
  let best: Cell | null = null;
  let least = Infinity;
  for (const cell of cells) {
    const value = criterionOf(cell, criterion);
    if (!cell.sound || value === null || value >= least) continue;
    least = value;
    best = cell;
  }
  return best;
}
