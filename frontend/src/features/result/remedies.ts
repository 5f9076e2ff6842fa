import type { CovarianceType, Finding } from "../../api";
import { counted } from "../../components/numbers";
import { ALL_STRUCTURES, type FitSettings } from "../../session";

/** Something that may help, and what to press for it. */
export interface Remedy {
  readonly label: string;
  /** Settings to fit with. */
  readonly settings?: Partial<FitSettings>;
  /** Samples, counted from 0, to fit without. */
  readonly without?: readonly number[];
}

/** A shape that says less, and so takes fewer rows. */
const SIMPLER: Partial<Record<CovarianceType, CovarianceType>> = {
  full: "tied",
  EVV: "tied",
  VEV: "tied",
  EEV: "tied",
  tied: "diag",
  VEE: "diag",
  EVE: "diag",
  VVE: "diag",
  diag: "EEI",
  EVI: "EEI",
  VEI: "EEI",
  EEI: "spherical",
  spherical: "EII",
};

const MOST_STARTS = 1000;

/** What can be done at once about a finding; nothing where only a person's judgement helps. */
export function remediesOf(finding: Pick<Finding, "code" | "rows">, settings: FitSettings): Remedy[] {
  const { components, structure, starts } = settings;
  const fewer: Remedy[] =
    components > 1
      ? [{ label: `Fit ${counted(components - 1, "component")}`, settings: { components: components - 1 } }]
      : [];
  const more: Remedy = {
    label: `Fit ${components + 1} components`,
    settings: { components: components + 1 },
  };
  const plainer = SIMPLER[structure];
  const text = ALL_STRUCTURES.find(({ value }) => value === plainer);
  const simpler: Remedy[] =
    plainer && text
      ? [{ label: `Fit a simpler shape, ${text.letters}`, settings: { structure: plainer } }]
      : [];
  const starting: Remedy[] =
    starts < MOST_STARTS
      ? [
          {
            label: `Try ${Math.min(4 * starts, MOST_STARTS)} starts`,
            settings: { starts: Math.min(4 * starts, MOST_STARTS) },
          },
        ]
      : [];
  switch (finding.code) {
    case "duplicate_components":
    case "overlapping_components":
      return fewer;
    case "collapsed_component":
    case "empty_component":
    case "more_parameters_than_data":
    case "few_rows":
    case "tiny_component":
    case "singular_direction":
    case "spurious_optima":
      return [...fewer, ...simpler];
    case "found_once":
      return starting;
    case "rival_optimum":
      return [...starting, ...fewer, ...simpler];
    case "influential_row": {
      const [row] = finding.rows ?? [];
      return row === undefined ? [] : [{ label: "Leave the row out", without: [row] }];
    }
    case "lopsided_component":
    case "heavy_tails":
      return [more];
    default:
      return [];
  }
}
