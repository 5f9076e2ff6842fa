import { startOf, useSession, useSessionStores, useShownRun } from "../../session";
import { Background } from "./Background";
import { LessonPanel } from "./LessonPanel";
import { applicationOf } from "./uses";

/** What EM is doing at the moment in sight, and what mixtures are good for. */
export default function LearnView() {
  const { playback } = useSessionStores();
  const run = useShownRun();
  const look = useSession((state) => state.look);
  const changeLook = useSession((state) => state.changeLook);
  return (
    <>
      <LessonPanel
        playback={playback}
        iterations={run.iterations.length}
        init={startOf(run)}
        structure={run.settings.structure}
        cutShort={run.result?.stop_reason === "iteration_limit"}
        leaping={run.gait === "leaps"}
      />
      <Background active={applicationOf(look)?.key ?? null} onShow={({ layers }) => changeLook(layers)} />
    </>
  );
}
