import { Button } from "@mantine/core";
import { remaining } from "./remaining";
import classes from "./components.module.css";

interface Props {
  /** What is being done, and how far it is. */
  readonly children: string;
  /** How much of it is done, 0 to 1; null where nobody can say. */
  readonly share: number | null;
  /** Milliseconds that it has taken so far; null where its pace says nothing about what is left. */
  readonly elapsed: number | null;
  readonly onCancel: () => void;
}

/** Work that is under way: what, how far, how long still, and a way to stop it. */
export function Working({ children, share, elapsed, onCancel }: Props) {
  const left = share === null || elapsed === null ? null : remaining(elapsed, share);
  return (
    <div className={classes.working}>
      <progress aria-label={children} value={share ?? undefined} max={1} />
      <p>
        {children}
        {left && <span>, {left}</span>}
      </p>
      <Button size="xs" variant="default" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
