import type { CovarianceType, FitRequest, Initialisation } from "../../api";
import { rowsOf, type Selection } from "../../geometry/table";

/** What a person decides about a fit. */
export interface FitSettings {
  readonly components: number;
  readonly structure: CovarianceType;
  readonly init: Initialisation;
  readonly seed: number;
  readonly starts: number;
}

export const SETTINGS: FitSettings = {
  components: 2,
  structure: "full",
  init: "auto",
  seed: 0,
  starts: 48,
};

/** What a start may begin from, by a short name. */
export const INITIALISATIONS: Record<Initialisation, string> = {
  auto: "all ways",
  "k-means++": "k-means++",
  "whitened k-means++": "whitened",
  random: "random",
  "random labels": "by lot",
  slices: "slices",
  balls: "balls",
  projections: "projections",
  hierarchical: "merged",
  "whitened hierarchical": "merged, whitened",
};

export interface StructureText {
  readonly value: CovarianceType;
  readonly label: string;
  readonly meaning: string;
}

export const STRUCTURES: readonly StructureText[] = [
  { value: "full", label: "Full", meaning: "Every component has a size, stretch and tilt of its own." },
  { value: "tied", label: "Tied", meaning: "All components share one size, stretch and tilt." },
  {
    value: "diag",
    label: "Diagonal",
    meaning: "Components may be stretched along the axes, but never tilted.",
  },
  { value: "spherical", label: "Round", meaning: "Every component is round. The nearest to k-means." },
];

/** How EM climbs. Leaps are quicker where it creeps, but no longer one E-step and one M-step an iteration. */
export type Gait = "steps" | "leaps";

/** Leaping, a start may also take this many iterations instead of the usual thousand. */
const PATIENT = 10_000;

export const fitRequest = (selection: Selection, settings: FitSettings, gait: Gait): FitRequest => ({
  data: rowsOf(selection),
  columns: [...selection.columns],
  n_components: settings.components,
  covariance_type: settings.structure,
  init: settings.init,
  seed: settings.seed,
  n_init: settings.starts,
  // The replay explains plain EM; leaps are for who asks for them.
  ...(gait === "leaps" ? { accelerate: true, max_iter: PATIENT } : { accelerate: false }),
});
