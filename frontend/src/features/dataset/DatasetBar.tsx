import type { ExampleSummary } from "../../api";
import { ExamplePicker } from "./ExamplePicker";
import { FilePicker } from "./FilePicker";
import classes from "./dataset.module.css";

interface Props {
  readonly exampleId: string | null;
  readonly loading: string | null;
  readonly onExample: (example: ExampleSummary) => void;
  readonly onFile: (file: File) => void;
}

/** Where data come from: an example, or a file of one's own. */
export function DatasetBar({ exampleId, loading, onExample, onFile }: Props) {
  return (
    <nav className={classes.bar} aria-label="Data sets">
      <ExamplePicker current={exampleId} loading={loading} onPick={onExample} />
      <FilePicker onFile={onFile} />
    </nav>
  );
}
