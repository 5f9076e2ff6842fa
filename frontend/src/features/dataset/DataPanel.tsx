import { Button } from "@mantine/core";
import type { ExampleSummary } from "../../api";
import { Notice } from "../../components/Notice";
import { counted } from "../../components/numbers";
import { Panel } from "../../components/Panel";
import type { Table } from "../../geometry/table";
import { ColumnChooser } from "./ColumnChooser";
import { ExamplePicker } from "./ExamplePicker";
import { FilePicker } from "./FilePicker";
import classes from "./dataset.module.css";

interface Props {
  readonly table: Table;
  readonly exampleId: string | null;
  readonly chosen: readonly string[];
  readonly leftOut: number;
  readonly loading: string | null;
  readonly problem: { readonly sentence: string; readonly retry: () => void } | null;
  /** What the last fit found wrong with these very data. */
  readonly refusal: string | null;
  readonly onExample: (example: ExampleSummary) => void;
  readonly onFile: (file: File) => void;
  readonly onChoose: (columns: string[]) => void;
}

/** What the mixture is fitted to. */
export function DataPanel(props: Props) {
  const { table, leftOut, problem } = props;
  return (
    <Panel title="Data" aside={<span className={classes.size}>{counted(table.rows, "row")}</span>}>
      <div className={classes.stack}>
        <ExamplePicker current={props.exampleId} loading={props.loading} onPick={props.onExample} />
        <FilePicker loading={props.loading !== null && props.loading !== table.name} onFile={props.onFile} />
        {problem && (
          <Notice
            kind="problem"
            action={
              <Button size="xs" variant="default" onClick={problem.retry}>
                Try again
              </Button>
            }
          >
            {problem.sentence}
          </Notice>
        )}
        <div className={classes.about}>
          <h3>{table.name}</h3>
          {table.description && <p>{table.description}</p>}
        </div>
        <ColumnChooser table={table} chosen={props.chosen} onChoose={props.onChoose} />
        {leftOut > 0 && (
          <Notice kind="note">
            {counted(leftOut, "row is", "rows are")} left out, because a chosen column has no number there.
          </Notice>
        )}
        {props.refusal && <Notice kind="problem">{props.refusal}</Notice>}
      </div>
    </Panel>
  );
}
