import { Button } from "@mantine/core";
import { useSession } from "../../session";
import { remediesOf } from "./remedies";
import classes from "./result.module.css";

interface Props {
  /** What was found, by the service's name for it. */
  readonly code: string;
  /** The samples concerned, counted from 0. */
  readonly rows?: readonly number[];
}

/** A button for each thing that may help, and that can be done at once. */
export function Remedies({ code, rows = [] }: Props) {
  const settings = useSession((state) => state.fitting.settled.settings);
  const changeSettings = useSession((state) => state.changeSettings);
  const fit = useSession((state) => state.fit);
  const leaveOut = useSession((state) => state.leaveOut);
  const remedies = remediesOf({ code, rows: [...rows] }, settings);
  if (remedies.length === 0) return null;
  return (
    <span className={classes.remedies}>
      {remedies.map(({ label, settings: part, without }) => (
        <Button
          key={label}
          size="compact-xs"
          variant="default"
          onClick={() => {
            if (without) return leaveOut(without);
            changeSettings({ ...settings, ...part });
            fit();
          }}
        >
          {label}
        </Button>
      ))}
    </span>
  );
}
