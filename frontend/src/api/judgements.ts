import { answered, service } from "./client";
import { LINES, streamed } from "./stream";
import type {
  Anomalies,
  AnomaliesRequest,
  BootstrapEvent,
  BootstrapRequest,
  Conditional,
  ConditionalRequest,
  Diagnosis,
  DiagnoseRequest,
  MergeRequest,
  MergeTree,
  Sample,
  SampleRequest,
} from "./types";

/** These answer at once or not at all, so that the wait is as long as a person's. */
const SECONDS = 600;

/** Data made again and fitted, one replicate after the other; ends with the intervals. */
export const streamBootstrap = (
  request: BootstrapRequest,
  signal: AbortSignal,
): AsyncGenerator<BootstrapEvent> =>
  streamed<BootstrapEvent>(signal, (stop) =>
    service.POST("/bootstrap", { headers: LINES, body: request, parseAs: "stream", signal: stop }),
  );

/** What about a mixture deserves doubt. */
export const diagnose = (body: DiagnoseRequest, signal?: AbortSignal): Promise<Diagnosis> =>
  answered(SECONDS, signal, (stop) => service.POST("/diagnose", { body, signal: stop }));

/** Which components make one cluster, step by step. */
export const mergeTree = (body: MergeRequest, signal?: AbortSignal): Promise<MergeTree> =>
  answered(SECONDS, signal, (stop) => service.POST("/merge", { body, signal: stop }));

/** How unusual each row is, and why. */
export const judge = (body: AnomaliesRequest, signal?: AbortSignal): Promise<Anomalies> =>
  answered(SECONDS, signal, (stop) => service.POST("/anomalies", { body, signal: stop }));

/** The mixture of the other columns, where some are known. */
export const conditional = (body: ConditionalRequest, signal?: AbortSignal): Promise<Conditional> =>
  answered(SECONDS, signal, (stop) => service.POST("/conditional", { body, signal: stop }));

/** Rows drawn from a mixture. */
export const draw = (body: SampleRequest, signal?: AbortSignal): Promise<Sample> =>
  answered(SECONDS, signal, (stop) => service.POST("/sample", { body, signal: stop }));
