import type { ProblemDocument } from "./types";

/** Why a call gave no answer. `refused`: the service said no and why; all others: it could not say anything. */
export type ProblemKind = "refused" | "unreachable" | "timeout" | "unreadable";

/** The one error that leaves this folder; its message is a sentence for the person at the page. */
export class ApiProblem extends Error {
  constructor(
    readonly kind: ProblemKind,
    message: string,
    /** The request field, data row (from 1) and column that caused it, where the service names them. */
    readonly field: string | null = null,
    readonly row: number | null = null,
    readonly column: string | null = null,
  ) {
    super(message);
    this.name = "ApiProblem";
  }
}

const KEPT = "Your data and settings are kept.";

export const unreachable = () =>
  new ApiProblem(
    "unreachable",
    `The service that does the fitting does not answer. ${KEPT} Start it again, then try once more.`,
  );

export const timedOut = (seconds: number) =>
  new ApiProblem(
    "timeout",
    `The service was silent for ${seconds} seconds, so the page stopped waiting. ${KEPT} Try again, or with fewer rows or components.`,
  );

export const unreadable = () =>
  new ApiProblem("unreadable", `The service answered with something the page cannot read. ${KEPT}`);

export const refused = ({ detail, field, row, column }: ProblemDocument) =>
  new ApiProblem("refused", detail, field ?? null, row ?? null, column ?? null);

const megabytes = (bytes: number) => `${Math.round((10 * bytes) / 2 ** 20) / 10} MB`;

export const tooLarge = (bytes: number, most: number) =>
  new ApiProblem(
    "refused",
    `The file has ${megabytes(bytes)}; the service takes ${megabytes(most)} at most. Take fewer rows or columns, or raise GMM_MAX_BODY_BYTES where it runs.`,
  );

const isProblemDocument = (body: unknown): body is ProblemDocument =>
  typeof body === "object" && body !== null && typeof (body as ProblemDocument).detail === "string";

/** What an answer with an error status means: a problem document, or a proxy that found nobody behind it. */
export function problemOf(status: number, body: unknown): ApiProblem {
  if (isProblemDocument(body)) return refused(body);
  return status >= 500 ? unreachable() : unreadable();
}
