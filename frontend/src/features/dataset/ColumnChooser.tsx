import { Checkbox } from "@mantine/core";
import type { Table } from "../../geometry/table";
import { heldBack, remark } from "../../session";
import classes from "./dataset.module.css";

interface Props {
  readonly table: Table;
  readonly chosen: readonly string[];
  readonly onChoose: (columns: string[]) => void;
}

/** So many columns are shown at once. */
const SHORT = 7;

/** Which columns the mixture is fitted to; beside each, what speaks against it. */
export function ColumnChooser({ table, chosen, onChoose }: Props) {
  const toggle = (name: string) => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    onChoose(table.columns.map((column) => column.name).filter((column) => next.has(column)));
  };
  const left = heldBack(table, chosen);
  return (
    <fieldset className={classes.columns}>
      <legend>Fit to these columns</legend>
      {left && <p className={classes.heldBack}>{left}</p>}
      <div className={classes.list} data-long={table.columns.length > SHORT || undefined}>
        {table.columns.map((column) => {
          const note = remark(column);
          return (
            <Checkbox
              key={column.name}
              size="sm"
              label={
                <>
                  {column.name}
                  {note && <span className={classes.remark}>{note}</span>}
                </>
              }
              checked={chosen.includes(column.name)}
              disabled={column.kind === "text"}
              onChange={() => toggle(column.name)}
            />
          );
        })}
      </div>
    </fieldset>
  );
}
