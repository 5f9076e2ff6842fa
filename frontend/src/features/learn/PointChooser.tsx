import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { significant } from "../../components/numbers";
import { useShownRun } from "../../session";
import classes from "./learn.module.css";

interface Props {
  readonly point: number;
  readonly onChoose: (point: number) => void;
}

/** More numbers than these would hide the one that matters. */
const MOST = 4;

/** Which row the formulas are about; pointing at one on the plot does the same. */
export function PointChooser({ point, onChoose }: Props) {
  const { selection } = useShownRun();
  const { count, dimensions, values, columns, rowNumbers } = selection;
  const cells = columns
    .slice(0, MOST)
    .map((name, i) => `${name} ${significant(values[point * dimensions + i], 5)}`);
  return (
    <div className={classes.point}>
      <ActionIcon
        variant="default"
        size="sm"
        aria-label="Row before"
        onClick={() => onChoose((point + count - 1) % count)}
      >
        <IconChevronLeft size={14} stroke={2} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="sm"
        aria-label="Row after"
        onClick={() => onChoose((point + 1) % count)}
      >
        <IconChevronRight size={14} stroke={2} />
      </ActionIcon>
      <p>
        <b>Row {rowNumbers[point]}</b> <span>{cells.join(", ")}</span>
      </p>
    </div>
  );
}
