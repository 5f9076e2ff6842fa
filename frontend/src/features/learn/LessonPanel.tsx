import type { CovarianceType, Initialisation, StartName } from "../../api";
import { useStore, type StoreApi } from "zustand";
import { Formula } from "../../components/Formula";
import { ViewSection } from "../../components/ViewSection";
import { momentAt } from "../../geometry/moments";
import { lessonAt, STARTS } from "./lessons";
import classes from "./learn.module.css";

interface Props {
  readonly playback: StoreApi<{ readonly position: number }>;
  /** How many mixtures there are to replay; 0 before the first fit. */
  readonly iterations: number;
  /** How the first mixture was chosen. */
  readonly init: Initialisation | StartName;
  readonly structure: CovarianceType;
  /** Whether EM was stopped before it came to rest. */
  readonly cutShort: boolean;
  /** Whether an iteration may be more than one E-step and one M-step. */
  readonly leaping: boolean;
}

/** What EM is doing at the moment in sight. */
export function LessonPanel({ playback, iterations, init, ...run }: Props) {
  const phase = useStore(playback, ({ position }) =>
    iterations === 0 ? null : momentAt(Math.round(position), iterations).phase,
  );
  const lesson = lessonAt(phase, run);
  return (
    <ViewSection title={lesson.title}>
      <div className={classes.lesson} data-phase={phase ?? undefined}>
        <p>
          {lesson.text} {phase === "start" && STARTS[init]}
        </p>
        {lesson.formulas.map(({ tex, spoken }) => (
          <Formula key={tex} tex={tex} spoken={spoken} />
        ))}
        <p className={classes.after}>{lesson.after}</p>
      </div>
    </ViewSection>
  );
}
