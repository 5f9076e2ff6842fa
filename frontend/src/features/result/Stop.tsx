import { Button } from "@mantine/core";
import type { FitResult } from "../../api";
import { Notice } from "../../components/Notice";
import { counted, fixed } from "../../components/numbers";
import { inPageWords } from "../../components/words";
import classes from "./result.module.css";

interface Props {
  readonly result: FitResult;
  readonly onLeap: (() => void) | null;
}

/** The warning that repeats the stop sentence. */
export const SAID_BY_STOP = "not_converged";

/** Why EM stopped, and from how much it reached what; cut short, it may go on. */
export function Stop({ result, onLeap }: Props) {
  const cut = result.stop_reason === "iteration_limit";
  return (
    <>
      {cut && (
        <Notice
          kind="note"
          action={
            onLeap && (
              <Button size="xs" variant="default" onClick={onLeap}>
                Go on with leaps
              </Button>
            )
          }
        >
          Stopped at the iteration limit, after {counted(result.n_iterations, "iteration")}: a little is still
          to be gained.
          {onLeap && " Leaps get there sooner, but the replay is then no longer plain EM."}
        </Notice>
      )}
      <p className={classes.stop} data-testid="stop">
        {!cut && `${inPageWords(result.stop_message)} `}
        <span>
          {counted(result.n_samples, "sample")}, {counted(result.n_parameters, "free parameter")},
          log-likelihood {fixed(result.log_likelihood, 5)}.
        </span>
      </p>
    </>
  );
}
