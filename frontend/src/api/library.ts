import { answered, service } from "./client";
import { ApiProblem } from "./problem";
import type { ModelDocument, ModelEntry, StoredModel } from "./types";

const SECONDS = 30;

/** The stored mixtures, the newest first: one page of them. */
export const listModels = async (signal?: AbortSignal): Promise<ModelEntry[]> =>
  (await answered(SECONDS, signal, (stop) => service.GET("/models", { signal: stop }))).models;

export const storedModel = (id: string, signal?: AbortSignal): Promise<StoredModel> =>
  answered(SECONDS, signal, (stop) =>
    service.GET("/models/{model_id}", { params: { path: { model_id: id } }, signal: stop }),
  );

/** Stores a mixture that was not fitted there, or is no longer known there. */
export const uploadModel = (model: ModelDocument, name: string | null): Promise<StoredModel> =>
  answered(SECONDS, undefined, (stop) => service.POST("/models", { body: { model, name }, signal: stop }));

/** What the service answers where it does not know a mixture, or any more. */
const isUnknown = (error: unknown) => error instanceof ApiProblem && error.kind === "refused";

/** Gives a mixture a name. A service that does not know it is told of it first. */
export async function keepUnder(id: string | undefined, model: ModelDocument, name: string): Promise<void> {
  try {
    if (id !== undefined) {
      await answered(SECONDS, undefined, (stop) =>
        service.PATCH("/models/{model_id}", {
          params: { path: { model_id: id } },
          body: { name },
          signal: stop,
        }),
      );
      return;
    }
  } catch (error) {
    if (!isUnknown(error)) throw error;
  }
  await uploadModel(model, name);
}

export type Language = "python" | "r";

const codeOf = (id: string, language: Language): Promise<string> =>
  answered(SECONDS, undefined, (stop) =>
    service.GET("/models/{model_id}/code/{language}", {
      params: { path: { model_id: id, language } },
      parseAs: "text",
      signal: stop,
    }),
  );

/** A mixture as code. A service that does not know it is told of it first. */
export async function codeFor(
  id: string | undefined,
  model: ModelDocument,
  language: Language,
): Promise<string> {
  try {
    if (id !== undefined) return await codeOf(id, language);
  } catch (error) {
    if (!isUnknown(error)) throw error;
  }
  return codeOf((await uploadModel(model, null)).model_id, language);
}
