import { Button } from "@mantine/core";
import { Notice } from "./Notice";
import { inPageWords } from "./words";

interface Props {
  /** A sentence; work that failed keeps what was there before. */
  readonly children: string;
  readonly onRetry: () => void;
}

/** Why there is no answer, where it would have stood. */
export function TaskProblem({ children, onRetry }: Props) {
  return (
    <Notice
      kind="problem"
      action={
        <Button size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {inPageWords(children)}
    </Notice>
  );
}
