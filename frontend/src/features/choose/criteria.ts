import type { Criterion } from "./sweep";

interface CriterionText {
  readonly value: Criterion;
  readonly label: string;
  readonly meaning: string;
}

export const CRITERIA: readonly CriterionText[] = [
  { value: "bic", label: "BIC", meaning: "Likelihood less a price for every parameter. The usual choice." },
  {
    value: "icl",
    label: "ICL",
    meaning: "BIC, but components that overlap are held against it: for clusters.",
  },
  {
    value: "icl_entropy",
    label: "ICL by entropy",
    meaning: "ICL with soft labels: every doubtful row is held against it.",
  },
  {
    value: "aic",
    label: "AIC",
    meaning: "A lower price for parameters: for prediction, and often too many components.",
  },
  {
    value: "cross_validation",
    label: "held-out rows",
    meaning: "−2 × log-likelihood of rows that the mixture has not seen.",
  },
];

/** How far behind the best a mixture may be, after Kass and Raftery (1995). */
export type Evidence = "best" | "close" | "positive" | "strong" | "far";

/** How strongly the criterion speaks against a mixture that is so far behind. */
export function evidence(behind: number): Evidence {
  if (behind <= 0) return "best";
  if (behind < 2) return "close";
  if (behind < 6) return "positive";
  return behind < 10 ? "strong" : "far";
}

/** A difference as short as it may be: one decimal where that matters. */
export const written = (behind: number): string =>
  behind < 9.95 ? behind.toFixed(1) : Math.round(behind).toLocaleString("en-GB");
