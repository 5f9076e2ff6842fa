import { Button, NativeSelect } from "@mantine/core";
import { streamBootstrap, type BootstrapRequest, type Intervals } from "../../api";
import { Notice } from "../../components/Notice";
import { counted } from "../../components/numbers";
import { TaskProblem } from "../../components/TaskProblem";
import { inPageWords } from "../../components/words";
import { Working } from "../../components/Working";
import { useKept, useTask } from "../../session";
import { aboutFit, type FinishedRun } from "./finished";
import classes from "./result.module.css";

const REPLICATES = 200;

type Kind = NonNullable<BootstrapRequest["kind"]>;

const KINDS: Record<Kind, string> = {
  nonparametric: "rows drawn again",
  parametric: "rows drawn from the mixture",
  "weighted-likelihood": "rows weighted at random",
};

/** Intervals of the parameters of a fit, once they have been asked for. */
export const useIntervals = (run: FinishedRun | null) =>
  useTask<number, Intervals>("intervals", run?.result ?? null);

interface Props {
  readonly run: FinishedRun;
  readonly task: ReturnType<typeof useIntervals>[0];
  readonly begin: ReturnType<typeof useIntervals>[1];
}

/** How far the parameters would vary from data set to data set: asked for, on its way, or said below the table. */
export function Certainty({ run, task, begin }: Props) {
  const [kind, setKind] = useKept<Kind>("interval kind", "nonparametric");
  const start = () =>
    begin(async (signal, report) => {
      const request = { ...aboutFit(run), kind, n_replicates: REPLICATES };
      let done = 0;
      for await (const event of streamBootstrap(request, signal)) {
        if (event.event === "result") return event;
        report((done += 1));
      }
      throw new RangeError("A stream of replicates ends with its result.");
    });
  if (task?.state === "working")
    return (
      <Working share={(task.progress ?? 0) / REPLICATES} elapsed={task.elapsed} onCancel={task.cancel}>
        {`Fitted ${task.progress ?? 0} of ${REPLICATES} data sets made again`}
      </Working>
    );
  return (
    <>
      {task?.problem && <TaskProblem onRetry={start}>{task.problem.message}</TaskProblem>}
      {task?.answer && (
        <>
          <p className={classes.lead}>
            Small numbers: 95 % intervals, from {counted(task.answer.replicates.used, "fit")} to{" "}
            {KINDS[task.answer.kind]}.
          </p>
          {task.answer.warnings.map(({ message }) => (
            <Notice key={message} kind="note">
              {inPageWords(message)}
            </Notice>
          ))}
        </>
      )}
      <div className={classes.ask}>
        <NativeSelect
          size="xs"
          aria-label="How data are made again"
          data={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Kind)}
        />
        <Button size="xs" variant="default" onClick={start}>
          {task?.answer ? "Intervals again" : "How certain? Intervals"}
        </Button>
      </div>
    </>
  );
}
