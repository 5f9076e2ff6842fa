import type { CovarianceType, FitRequest, Initialisation, ModelDocument } from "../api";
import type { Mixture } from "../geometry/mixture";
import { rowsOf, type Selection } from "../geometry/table";

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
  /** Volume, shape and orientation as mclust writes them: equal (E), varying (V) or none (I). */
  readonly letters: string;
  readonly meaning: string;
}

/** Structures of one orientation. */
export interface StructureGroup {
  readonly group: string;
  readonly structures: readonly StructureText[];
}

/** All fourteen, from the freest; what mclust calls them stands behind their own names. */
export const STRUCTURES: readonly StructureGroup[] = [
  {
    group: "Each tilted its own way",
    structures: [
      {
        value: "full",
        label: "Full",
        letters: "VVV",
        meaning: "Every component has a size, stretch and tilt of its own.",
      },
      {
        value: "EVV",
        label: "One size",
        letters: "EVV",
        meaning: "All components fill as much space; each has a stretch and tilt of its own.",
      },
      {
        value: "VEV",
        label: "One stretch",
        letters: "VEV",
        meaning: "All components are stretched alike; each has a size and tilt of its own.",
      },
      {
        value: "EEV",
        label: "One size and stretch",
        letters: "EEV",
        meaning: "All components are copies of one, each tilted its own way.",
      },
    ],
  },
  {
    group: "All tilted one way",
    structures: [
      {
        value: "tied",
        label: "Tied",
        letters: "EEE",
        meaning: "All components share one size, stretch and tilt.",
      },
      {
        value: "VEE",
        label: "Own size",
        letters: "VEE",
        meaning: "All components share a stretch and tilt, in different sizes.",
      },
      {
        value: "EVE",
        label: "Own stretch",
        letters: "EVE",
        meaning: "All components have the same axes and fill as much space, but are stretched differently.",
      },
      {
        value: "VVE",
        label: "Own size and stretch",
        letters: "VVE",
        meaning: "All components have the same axes; along them each is as wide as its points.",
      },
    ],
  },
  {
    group: "Never tilted",
    structures: [
      {
        value: "diag",
        label: "Diagonal",
        letters: "VVI",
        meaning: "Components may be stretched along the axes, but never tilted.",
      },
      {
        value: "EVI",
        label: "Diagonal, one size",
        letters: "EVI",
        meaning: "Stretched along the axes, each in its own way, and all filling as much space.",
      },
      {
        value: "VEI",
        label: "Diagonal, one stretch",
        letters: "VEI",
        meaning: "Stretched along the axes, all in one way, each in its own size.",
      },
      {
        value: "EEI",
        label: "Diagonal, all alike",
        letters: "EEI",
        meaning: "Stretched along the axes, and all components alike.",
      },
    ],
  },
  {
    group: "Round",
    structures: [
      {
        value: "spherical",
        label: "Round",
        letters: "VII",
        meaning: "Every component is round, in a size of its own.",
      },
      {
        value: "EII",
        label: "Round, all alike",
        letters: "EII",
        meaning: "Every component is round, and all have one size. The nearest to k-means.",
      },
    ],
  },
];

/** All fourteen without their groups. */
export const ALL_STRUCTURES: readonly StructureText[] = STRUCTURES.flatMap(({ structures }) => structures);

/** How EM climbs. Leaps are quicker where it creeps, but no longer one E-step and one M-step an iteration. */
export type Gait = "steps" | "leaps";

/** Leaping, a start may also take this many iterations instead of the usual thousand. */
const PATIENT = 10_000;

/** What a fit of these settings asks for; EM begins with `initial` where one is given, and takes no other start. */
export const fitRequest = (
  selection: Selection,
  settings: FitSettings,
  gait: Gait,
  initial?: Mixture,
): FitRequest => ({
  data: rowsOf(selection),
  columns: [...selection.columns],
  n_components: settings.components,
  covariance_type: settings.structure,
  init: settings.init,
  seed: settings.seed,
  n_init: initial ? 1 : settings.starts,
  ...(initial && { initial: documentOf(initial, settings.structure) }),
  // The replay explains plain EM; leaps are for who asks for them.
  ...(gait === "leaps" ? { accelerate: true, max_iter: PATIENT } : { accelerate: false }),
});

/** A mixture as the service takes it. */
export const documentOf = (mixture: Mixture, structure: CovarianceType): ModelDocument => ({
  ...mixture,
  schema_version: 1,
  covariance_type: structure,
  columns: [...mixture.columns],
  weights: [...mixture.weights],
  means: mixture.means.map((mean) => [...mean]),
  covariances: mixture.covariances.map((covariance) => covariance.map((row) => [...row])),
});
