import { significant } from "../../components/numbers";
import { ShareBars } from "../../components/ShareBars";
import type { Selection, Table } from "../../geometry/table";
import type { Scene } from "./useScene";
import classes from "./plot.module.css";

interface Props {
  readonly table: Table;
  readonly selection: Selection;
  readonly scene: Scene;
  readonly point: number;
}

/** More words than this would hide the plot. */
const MOST_CELLS = 8;

/** One row: its cells, who answers for it, and how dense the mixture is there. */
export function PointCard({ table, selection, scene, point }: Props) {
  const row = selection.rowNumbers[point] - 1;
  const components = scene.mixture?.weights.length ?? 0;
  const cells = table.columns.filter(
    (column) => selection.columns.includes(column.name) || column.kind === "text",
  );
  return (
    <div className={classes.card}>
      <h3>Row {row + 1}</h3>
      <dl>
        {cells.slice(0, MOST_CELLS).map((column) => {
          const value = column.values[row];
          return (
            <div key={column.name}>
              <dt>{column.name}</dt>
              <dd>{typeof value === "number" ? significant(value, 5) : (value ?? "missing")}</dd>
            </div>
          );
        })}
        {scene.logDensity && (
          <div>
            <dt>log-density</dt>
            <dd>{significant(scene.logDensity[point], 4)}</dd>
          </div>
        )}
      </dl>
      {scene.responsibilities && (
        <>
          <h4>Responsibilities</h4>
          <ShareBars
            shares={Array.from(scene.responsibilities.subarray(point * components, (point + 1) * components))}
          />
        </>
      )}
    </div>
  );
}
