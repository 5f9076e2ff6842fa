import { VisuallyHidden } from "@mantine/core";
import { useState, type CSSProperties, type KeyboardEvent } from "react";
import type { Cell } from "../../api";
import { TableScroll } from "../../components/TableScroll";
import { ALL_STRUCTURES } from "../../session";
import type { Spot } from "../../charts/CriterionChart";
import { evidence, written } from "./criteria";
import { bestOf, criterionOf, keyOf, numbers, type Criterion, type Sweep } from "./sweep";
import classes from "./choose.module.css";

interface Props {
  readonly sweep: Sweep;
  readonly criterion: Criterion;
  readonly current: Spot | null;
  readonly hovered: Spot | null;
  readonly onHover: (spot: Spot | null) => void;
  readonly onTake: (spot: Spot) => void;
}

const STEPS: Record<string, readonly [down: number, right: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** How far each mixture is behind the best: the numbers of the chart. One stop for the keyboard; arrow keys go around. */
export function SweepTable({ sweep, criterion, current, hovered, onHover, onTake }: Props) {
  const rows = ALL_STRUCTURES.filter(({ value }) => sweep.options.structures.includes(value)).toReversed();
  const columns = numbers(sweep.options);
  const best = bestOf(sweep.cells.values(), criterion);
  const [at, setAt] = useState<Spot | null>(null);
  const reached = at ?? (best && { key: best.covariance_type, components: best.n_components });
  const least = best ? criterionOf(best, criterion) : null;

  const press = (event: KeyboardEvent<HTMLTableElement>) => {
    const step = STEPS[event.key];
    if (!step || !reached) return;
    event.preventDefault();
    const row = rows.findIndex(({ value }) => value === reached.key) + step[0];
    const column = columns.indexOf(reached.components) + step[1];
    if (!rows[row] || columns[column] === undefined) return;
    const next = { key: rows[row].value, components: columns[column] };
    setAt(next);
    onHover(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-spot="${next.key} ${next.components}"]`)?.focus();
  };

  return (
    <TableScroll label="Comparison" tall still>
      {/* The keys belong to the buttons inside, one of which has the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <table
        className={classes.table}
        style={{ "--columns": columns.length } as CSSProperties}
        onKeyDown={press}
      >
        <thead>
          <tr>
            <th scope="col">
              <VisuallyHidden>Shape</VisuallyHidden>
            </th>
            {columns.map((count) => (
              <th key={count} scope="col">
                {count}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onPointerLeave={() => onHover(null)}>
          {rows.map(({ value: key, label, letters }) => (
            <tr key={key}>
              <th scope="row" title={label}>
                {letters}
              </th>
              {columns.map((components) => {
                const spot = { key, components };
                const here = (other: Spot | null) => other?.key === key && other.components === components;
                const cell = sweep.cells.get(keyOf(components, key));
                const value = cell ? criterionOf(cell, criterion) : null;
                const behind = value !== null && least !== null ? value - least : null;
                return (
                  <td key={components}>
                    <button
                      type="button"
                      data-spot={`${key} ${components}`}
                      data-evidence={cell?.sound && behind !== null ? evidence(behind) : undefined}
                      data-hovered={here(hovered) || undefined}
                      data-current={here(current) || undefined}
                      aria-pressed={here(current)}
                      disabled={!cell}
                      tabIndex={here(reached) ? 0 : -1}
                      aria-label={`${components} × ${letters}: ${spoken(cell, behind)}`}
                      title={sweep.failures.get(keyOf(components, key))?.reason ?? spoken(cell, behind)}
                      onPointerEnter={() => cell && onHover(spot)}
                      onFocus={() => setAt(spot)}
                      onClick={() => onTake(spot)}
                    >
                      {behind === null ? (cell ? "·" : "–") : cell?.sound ? written(behind) : "×"}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function spoken(cell: Cell | undefined, behind: number | null): string {
  if (!cell) return "none was found";
  if (!cell.sound) return "not to be chosen: a component rests on too few rows";
  if (behind === null) return "not yet known";
  return behind <= 0 ? "the best" : `${written(behind)} behind the best`;
}
