import { NativeSelect, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import type { Column } from "../../geometry/table";
import type { Look } from "../../session";
import classes from "./plot.module.css";

interface Props {
  readonly tools: ReactNode;
  readonly columns: readonly string[];
  /** By which the points may be coloured. */
  readonly colourings: readonly Column[];
  readonly look: Look;
  readonly x: number;
  readonly y: number;
  readonly fitted: boolean;
  readonly onChange: (part: Partial<Look>) => void;
}

const LAYERS = [
  { key: "ellipses", label: "Components" },
  { key: "contours", label: "Density" },
  { key: "unusual", label: "Unusual points" },
] as const;

/** Which two columns are looked at, and what is laid over the points. */
export function PlotToolbar({ tools, columns, colourings, look, x, y, fitted, onChange }: Props) {
  const options = columns.map((name, i) => ({ value: String(i), label: name }));
  const choose = (axis: "x" | "y", chosen: number) => {
    // The axis that already shows the column takes over what this one lets go.
    const other = axis === "x" ? y : x;
    const swapped = chosen === other ? (axis === "x" ? x : y) : other;
    onChange({
      x: columns[axis === "x" ? chosen : swapped],
      y: columns[axis === "x" ? swapped : chosen],
    });
  };
  return (
    <div className={classes.toolbar}>
      {tools}
      {columns.length > 2 && (
        <div className={classes.axes}>
          <label>
            across
            <NativeSelect
              size="xs"
              data={options}
              value={String(x)}
              onChange={(e) => choose("x", Number(e.currentTarget.value))}
            />
          </label>
          <label>
            up
            <NativeSelect
              size="xs"
              data={options}
              value={String(y)}
              onChange={(e) => choose("y", Number(e.currentTarget.value))}
            />
          </label>
        </div>
      )}
      <label className={classes.colouring}>
        <VisuallyHidden>colour</VisuallyHidden>
        <NativeSelect
          size="xs"
          value={look.colouring ?? ""}
          data={[
            { value: "", label: "by component" },
            ...colourings.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={(e) => onChange({ colouring: e.currentTarget.value || null })}
        />
      </label>
      <div className={classes.layers} role="group" aria-label="Show on the plot">
        {LAYERS.map(({ key, label }) => (
          <button
            key={key}
            type="button"
            aria-pressed={look[key]}
            disabled={!fitted}
            onClick={() => onChange({ [key]: !look[key] })}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}
