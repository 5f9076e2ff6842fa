import { Button } from "@mantine/core";
import { useMemo } from "react";
import { diagnose, type Diagnosis, type Finding } from "../../api";
import { ComponentMark } from "../../components/ComponentMark";
import { TaskProblem } from "../../components/TaskProblem";
import { ViewSection } from "../../components/ViewSection";
import { inPageWords } from "../../components/words";
import { Working } from "../../components/Working";
import { useSession, useTask } from "../../session";
import { Remedies } from "./Remedies";
import { aboutFit, type FinishedRun } from "./finished";
import classes from "./result.module.css";

/** What about the fit deserves doubt, and what would help. */
export function Doubts({ run }: { run: FinishedRun }) {
  const [task, begin] = useTask<never, Diagnosis>("diagnosis", run.result);
  const look = () => begin((signal) => diagnose(aboutFit(run), signal));
  return (
    <ViewSection title="What deserves doubt">
      {!task?.answer && task?.state !== "working" && (
        <>
          <p className={classes.lead}>
            Looks for components that overlap, are not normal or rest on too few rows, and for rows that shape
            one by themselves.
          </p>
          <Button size="xs" variant="default" onClick={look}>
            Examine this fit
          </Button>
        </>
      )}
      {task?.state === "working" && (
        <Working share={null} elapsed={null} onCancel={task.cancel}>
          Examining the fit
        </Working>
      )}
      {task?.problem && <TaskProblem onRetry={look}>{task.problem.message}</TaskProblem>}
      {task?.answer && (
        <>
          <p className={classes.lead}>{task.answer.summary}</p>
          <ul className={classes.findings}>
            {task.answer.findings.map((finding) => (
              <Found key={finding.message} finding={finding} count={run.selection.count} />
            ))}
          </ul>
        </>
      )}
    </ViewSection>
  );
}

function Found({ finding, count }: { finding: Finding; count: number }) {
  const { code, message, remedy, components = [], rows = [] } = finding;
  const picked = useSession((state) => state.picked);
  const pick = useSession((state) => state.pick);
  const mine = useMemo(() => {
    const bytes = new Uint8Array(count);
    for (const row of rows) bytes[row] = 1;
    return bytes;
  }, [rows, count]);
  const shown = picked === mine;
  return (
    <li>
      <span className={classes.marks}>
        {components.map((component) => (
          <ComponentMark key={component} component={component} />
        ))}
      </span>
      <div>
        <p>{inPageWords(message)}</p>
        {remedy && <p className={classes.remedy}>{inPageWords(remedy)}</p>}
        <Remedies code={code} rows={rows} />
        {rows.length > 0 && (
          <Button
            size="compact-xs"
            variant={shown ? "light" : "default"}
            aria-pressed={shown}
            onClick={() => pick(shown ? null : mine)}
          >
            Show {rows.length === 1 ? "the row" : "the rows"}
          </Button>
        )}
      </div>
    </li>
  );
}
