import type { Initialisation } from "../../api";
import { useStore, type StoreApi } from "zustand";
import { Formula } from "../../components/Formula";
import { Panel } from "../../components/Panel";
import { momentAt } from "../../geometry/moments";
import { LESSONS, STARTS, WAITING } from "./lessons";
import classes from "./explain.module.css";

interface Props {
  readonly playback: StoreApi<{ readonly position: number }>;
  /** How many mixtures there are to replay; 0 before the first fit. */
  readonly iterations: number;
  /** How the first mixture was chosen. */
  readonly init: Initialisation;
}

/** What EM is doing at the moment in sight. */
export function LessonPanel({ playback, iterations, init }: Props) {
  const phase = useStore(playback, ({ position }) =>
    iterations === 0 ? null : momentAt(Math.round(position), iterations).phase,
  );
  const lesson = phase ? LESSONS[phase] : WAITING;
  return (
    <Panel title={lesson.title}>
      <div className={classes.lesson} data-phase={phase ?? undefined}>
        <p>
          {lesson.text} {phase === "start" && STARTS[init]}
        </p>
        {lesson.formulas.map(({ tex, spoken }) => (
          <Formula key={tex} tex={tex} spoken={spoken} />
        ))}
        <p className={classes.after}>{lesson.after}</p>
      </div>
    </Panel>
  );
}
