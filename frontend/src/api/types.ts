import type { components } from "./schema.gen";

type Schemas = components["schemas"];

export type ModelDocument = Schemas["ModelDocument"];
export type CovarianceType = ModelDocument["covariance_type"];
export type FitRequest = Schemas["FitRequest"];
export type Initialisation = NonNullable<FitRequest["init"]>;
export type FitResult = Schemas["FitAnswer"];
export type StartReport = Schemas["StartOutcome"];
/** How a start chose its first mixture; also in ways that cannot be asked for. */
export type StartName = StartReport["init"];
export type ProblemDocument = Schemas["ProblemDocument"];
export type ExampleSummary = Schemas["ExampleEntry"];
export type Example = Schemas["ExampleData"];
export type ParsedTable = Schemas["TableAnswer"];
export type FitEvent =
  Schemas["IterationEvent"] | Schemas["StartEvent"] | Schemas["ResultEvent"] | Schemas["ProblemEvent"];
