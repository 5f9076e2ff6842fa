import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { listExamples, type ExampleSummary } from "../../api";
import { Notice } from "../../components/Notice";
import classes from "./dataset.module.css";

interface Props {
  readonly current: string | null;
  readonly loading: string | null;
  readonly onPick: (example: ExampleSummary) => void;
}

/** Data sets to begin with. */
export function ExamplePicker({ current, loading, onPick }: Props) {
  const examples = useQuery({ queryKey: ["examples"], queryFn: ({ signal }) => listExamples(signal) });
  if (examples.isError) {
    return (
      <Notice
        kind="problem"
        action={
          <Button
            size="xs"
            variant="default"
            onClick={() => void examples.refetch()}
            loading={examples.isFetching}
          >
            Look again
          </Button>
        }
      >
        {examples.error.message}
      </Notice>
    );
  }
  return (
    <ul className={classes.examples} aria-label="Examples" aria-busy={examples.isPending}>
      {examples.data?.map((example) => (
        <li key={example.id}>
          <button
            type="button"
            className={classes.example}
            aria-pressed={example.id === current}
            data-loading={example.name === loading || undefined}
            title={example.description}
            onClick={() => onPick(example)}
          >
            {example.name}
          </button>
        </li>
      ))}
    </ul>
  );
}
