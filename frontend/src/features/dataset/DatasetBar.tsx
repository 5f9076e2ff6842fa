import { useSession } from "../../session";
import { ExamplePicker } from "./ExamplePicker";
import { FilePicker } from "./FilePicker";
import classes from "./dataset.module.css";

/** Where data come from: an example, or a file of one's own. */
export function DatasetBar() {
  const current = useSession((state) => state.exampleId);
  const loading = useSession((state) => state.loading);
  const openExample = useSession((state) => state.openExample);
  const openFile = useSession((state) => state.openFile);
  return (
    <nav className={classes.bar} aria-label="Data sets">
      <ExamplePicker current={current} loading={loading} onPick={openExample} />
      <FilePicker onFile={openFile} />
    </nav>
  );
}
