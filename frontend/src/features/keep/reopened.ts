import type { FitResult, ModelDocument, StoredModel } from "../../api";
import { logDensity } from "../../geometry/density";
import { select, type Table } from "../../geometry/table";
import { SETTINGS, type Run } from "../../session";

/** Columns of a mixture that a table does not have as numbers; none where the mixture can be laid over it. */
export const lacking = (table: Table, columns: readonly string[]): string[] =>
  columns.filter((name) => !table.columns.some((column) => column.name === name && column.kind !== "text"));

/** A mixture made elsewhere, laid over the rows of a table as they are: nothing is fitted. */
export function reopened(table: Table, stored: { readonly model: ModelDocument } | StoredModel): Run {
  const { model } = stored;
  const selection = select(table, model.columns);
  const total = logDensity(model, selection).reduce((sum, value) => sum + value, 0);
  const result: FitResult | null =
    "starts" in stored && stored.n_samples === selection.count ? { ...stored, labels: [] } : null;
  return {
    selection,
    settings: { ...SETTINGS, components: model.weights.length, structure: model.covariance_type },
    gait: "steps",
    iterations: [{ iteration: 0, logLikelihood: total, mixture: model }],
    result,
    byHand: false,
  };
}
