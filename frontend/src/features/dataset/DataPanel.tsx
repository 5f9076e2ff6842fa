import { Button } from "@mantine/core";
import { Notice } from "../../components/Notice";
import { counted } from "../../components/numbers";
import { Panel } from "../../components/Panel";
import { inPageWords } from "../../components/words";
import type { Table } from "../../geometry/table";
import { ColumnChooser } from "./ColumnChooser";
import type { OpeningProblem } from "../../session";
import classes from "./dataset.module.css";

interface Props {
  readonly table: Table;
  readonly chosen: readonly string[];
  readonly leftOut: number;
  /** How many rows the file has that a link was made with; null where there is none to be opened. */
  readonly awaited?: number | null;
  readonly loading: string | null;
  readonly problem: OpeningProblem | null;
  /** What the last fit found wrong with these very data. */
  readonly refusal: string | null;
  readonly onChoose: (columns: string[]) => void;
  /** Takes back the rows that the person has left out. */
  readonly onTakeBack: () => void;
}

/** What the mixture is fitted to. */
export function DataPanel({ table, leftOut, awaited = null, loading, problem, refusal, ...props }: Props) {
  const without = table.without?.size ?? 0;
  return (
    <Panel title={table.name} aside={<span className={classes.size}>{counted(table.rows, "row")}</span>}>
      <div className={classes.stack} aria-busy={loading !== null}>
        {awaited !== null && (
          <Notice kind="note">
            The link that you followed was made with a file of {counted(awaited, "row")}, which stays with its
            owner. Open that file to go on; its settings are here already.
          </Notice>
        )}
        {loading && <p className={classes.description}>Opening {loading}…</p>}
        {problem && (
          <Notice
            kind="problem"
            action={
              <Button size="xs" variant="default" onClick={problem.retry ?? problem.dismiss}>
                {problem.retry ? "Try again" : "Dismiss"}
              </Button>
            }
          >
            <strong>{problem.name}</strong> could not be opened. {inPageWords(problem.sentence)}
          </Notice>
        )}
        {table.description && <p className={classes.description}>{table.description}</p>}
        <ColumnChooser table={table} chosen={props.chosen} onChoose={props.onChoose} />
        {leftOut > 0 && (
          <Notice kind="note">
            {counted(leftOut, "row is", "rows are")} left out, because a chosen column has no number there.
          </Notice>
        )}
        {without > 0 && (
          <Notice
            kind="note"
            action={
              <Button size="xs" variant="default" onClick={props.onTakeBack}>
                Take {without === 1 ? "it" : "them"} back
              </Button>
            }
          >
            {counted(without, "row is", "rows are")} left out, as you asked.
          </Notice>
        )}
        {refusal && <Notice kind="problem">{inPageWords(refusal)}</Notice>}
      </div>
    </Panel>
  );
}
