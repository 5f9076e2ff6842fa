import { startOf, useSession, useSessionStores, useShownRun } from "../../session";
import { ChapterPage } from "./ChapterPage";
import { CHAPTERS } from "./chapters";
import { Contents } from "./Contents";
import { LessonPanel } from "./LessonPanel";
import { Uses } from "./Uses";

/** A chapter; or what EM is doing at the moment in sight, all chapters, and what mixtures are good for. */
export default function LearnView() {
  const { playback } = useSessionStores();
  const run = useShownRun();
  const open = useSession((state) => state.chapter);
  const chapter = CHAPTERS.find(({ id }) => id === open);
  if (chapter) return <ChapterPage key={chapter.id} chapter={chapter} />;
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
      <Contents />
      <Uses />
    </>
  );
}
