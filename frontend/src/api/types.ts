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
export type Limits = Schemas["Limits"];
export type ProblemDocument = Schemas["ProblemDocument"];
export type ExampleSummary = Schemas["ExampleEntry"];
export type Example = Schemas["ExampleData"];
export type ParsedTable = Schemas["TableAnswer"];
export type ProblemEvent = Schemas["ProblemEvent"];
export type FitEvent = Schemas["IterationEvent"] | Schemas["StartEvent"] | Schemas["ResultEvent"];
export type SelectRequest = Schemas["SelectRequest"];
export type Selected = Schemas["SelectAnswer"];
/** One number of components under one structure. */
export type Cell = Schemas["CellOutcome"];
export type FailedCell = Schemas["FailedCellOutcome"];
export type SelectEvent =
  | Schemas["CellEvent"]
  | Schemas["FailedCellEvent"]
  | Schemas["TestReplicateEvent"]
  | Schemas["TestEvent"]
  | Schemas["SelectionEvent"];
export type BootstrapRequest = Schemas["BootstrapRequest"];
export type Intervals = Schemas["BootstrapAnswer"];
export type BootstrapEvent = Schemas["ReplicateEvent"] | Schemas["BootstrapResultEvent"];
export type DiagnoseRequest = Schemas["DiagnoseRequest"];
export type Diagnosis = Schemas["Diagnosis"];
export type Finding = Schemas["FindingDocument"];
export type MergeRequest = Schemas["MergeRequest"];
export type MergeTree = Schemas["MergeAnswer"];
export type AnomaliesRequest = Schemas["AnomaliesRequest"];
export type Anomalies = Schemas["AnomaliesAnswer"];
export type ConditionalRequest = Schemas["ConditionalRequest"];
export type Conditional = Schemas["ConditionalAnswer"];
export type ModelEntry = Schemas["ModelEntry"];
export type StoredModel = Schemas["StoredFit"] | Schemas["UploadedModel"];
export type SampleRequest = Schemas["SampleRequest"];
export type Sample = Schemas["SampleAnswer"];
