import { VisuallyHidden } from "@mantine/core";
import { counted, significant } from "../components/numbers";
import { useSession, type SessionState } from "../session";

function news({ fitting, table, loading }: SessionState): string {
  if (loading) return `Opening ${loading}.`;
  if (fitting.progress) return `Fitting ${table.name}.`;
  if (fitting.cancelled) return "The fit was cancelled.";
  const { result } = fitting.settled;
  if (!result) return `${table.name}, ${counted(table.rows, "row")}, not fitted yet.`;
  return `${table.name} fitted with ${counted(result.model.weights.length, "component")} in ${counted(result.n_iterations, "iteration")}, BIC ${significant(result.bic, 6)}.`;
}

/** Tells who does not see the plot what has just become of it; once for each event, not for each frame. */
export function Announcer() {
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {useSession(news)}
    </VisuallyHidden>
  );
}
