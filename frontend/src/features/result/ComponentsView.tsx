import { ViewSection } from "../../components/ViewSection";
import { useSession, useShownIteration, useShownRun } from "../../session";
import { Clusters } from "./Clusters";
import { Doubts } from "./Doubts";
import { isFinished } from "./finished";
import { ResultPanel } from "./ResultPanel";

/** The numbers of the moment in sight, and what can be said of the finished fit. */
export default function ComponentsView() {
  const iteration = useShownIteration();
  const run = useShownRun();
  const leap = useSession((state) => state.leap);
  if (!iteration)
    return (
      <ViewSection title="Components">
        <p>Nothing has been fitted yet.</p>
      </ViewSection>
    );
  const finished = isFinished(run) ? run : null;
  return (
    <>
      <ResultPanel
        mixture={iteration.mixture}
        atEnd={iteration === run.iterations.at(-1)}
        run={finished}
        onLeap={run.gait === "leaps" ? null : leap}
      />
      {finished && <Doubts run={finished} />}
      {finished && <Clusters run={finished} />}
    </>
  );
}
