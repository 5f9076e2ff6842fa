import { Button } from "@mantine/core";
import type { ApiProblem } from "../../api";
import { Notice } from "../../components/Notice";
import { significant } from "../../components/numbers";
import { inPageWords } from "../../components/words";
import type { Progress } from "../../session";
import classes from "./fit.module.css";

interface Props {
  readonly progress: Progress | null;
  readonly problem: ApiProblem | null;
  readonly cancelled: boolean;
  readonly obstacle: string | null;
  readonly starts: number;
  readonly onRetry: () => void;
}

/** Fields whose own control, or whose own panel, already shows what is wrong with them. */
const SHOWN_ELSEWHERE = new Set(["n_components", "n_init", "seed", "init", "data", "columns"]);

/** How a fit is going, or why there is none. */
export function FitStatus({ progress, problem, cancelled, obstacle, starts, onRetry }: Props) {
  if (progress) {
    const latest = progress.run.iterations.at(-1);
    return (
      <p className={classes.progress}>
        {latest
          ? `Start ${progress.start + 1} of ${starts}, iteration ${latest.iteration}, log-likelihood ${significant(latest.logLikelihood, 7)}`
          : "Waiting for the first iteration…"}
      </p>
    );
  }
  if (problem && !(problem.field && SHOWN_ELSEWHERE.has(problem.field))) {
    return (
      <div className={classes.status}>
        <Notice
          kind="problem"
          action={
            problem.kind !== "refused" && (
              <Button size="xs" variant="default" onClick={onRetry}>
                Try again
              </Button>
            )
          }
        >
          {inPageWords(problem.message)}
        </Notice>
      </div>
    );
  }
  if (obstacle) return <p className={classes.progress}>{obstacle}</p>;
  if (cancelled) return <p className={classes.progress}>Cancelled. The plot shows what was there before.</p>;
  return null;
}
