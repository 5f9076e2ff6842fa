import { answered, service } from "./client";
import type { Example, ExampleSummary } from "./types";

const SECONDS = 10;

export const listExamples = async (signal?: AbortSignal): Promise<ExampleSummary[]> =>
  (await answered(SECONDS, signal, (stop) => service.GET("/examples", { signal: stop }))).examples;

export const loadExample = (id: string, signal?: AbortSignal): Promise<Example> =>
  answered(SECONDS, signal, (stop) =>
    service.GET("/examples/{example_id}", { params: { path: { example_id: id } }, signal: stop }),
  );
