import { useSession, useShownIteration, useShownRun } from "../../session";
import { ResultPanel } from "./ResultPanel";
import { ViewSection } from "../../components/ViewSection";

/** The numbers of the moment in sight, and of the finished fit. */
export default function ComponentsView() {
  const iteration = useShownIteration();
  const { result, gait } = useShownRun();
  const leap = useSession((state) => state.leap);
  if (!iteration)
    return (
      <ViewSection title="Components">
        <p>Nothing has been fitted yet.</p>
      </ViewSection>
    );
  return <ResultPanel mixture={iteration.mixture} result={result} onLeap={gait === "leaps" ? null : leap} />;
}
