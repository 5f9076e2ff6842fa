import type { CovarianceType, Example, FitEvent, FitRequest } from "../../api";
import recorded from "./opening.gen.json";

interface Recording {
  readonly example: Example;
  /** What was asked for, besides the data. */
  readonly settings: Required<Pick<FitRequest, "n_components" | "init" | "n_init" | "seed">> & {
    readonly covariance_type: CovarianceType;
  };
  readonly events: readonly FitEvent[];
}

/** A fit of Old Faithful that the engine recorded, so that the page opens on a fitted mixture before the service answers. */
export const opening = recorded as unknown as Recording;
