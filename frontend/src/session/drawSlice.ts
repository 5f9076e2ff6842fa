import { SHEET, SHEET_EXTENT, withoutRows, withPoints } from "../geometry/drawing";
import { paddedExtent, type DataPoint, type Interval } from "../geometry/points";
import { columnOf, select, type Table } from "../geometry/table";
import { shownRun } from "./fitState";
import { axesOf } from "./look";
import type { Slice } from "./slice";

/** What the pointer does on the plot: point at things, or change the points. */
export type Tool = "point" | "draw" | "erase";

export interface DrawSlice {
  readonly tool: Tool;
  readonly setTool: (tool: Tool) => void;
  /** How many tables have been opened: another one begins unzoomed, an edited one does not. */
  readonly opened: number;
  /** What is in sight of two columns while points come and go; null: all points, with room around them. */
  readonly extent: { readonly columns: readonly string[]; readonly x: Interval; readonly y: Interval } | null;
  readonly newDrawing: () => void;
  /** One stroke is one deed: it begins, changes points, and ends with EM taking over. */
  readonly beginStroke: () => void;
  readonly drawPoints: (points: readonly DataPoint[]) => void;
  /** Takes samples of the data in sight away. */
  readonly erasePoints: (samples: readonly number[]) => void;
  readonly endStroke: () => void;
}

/** So many points a component are enough for a first fit. */
const ENOUGH = 5;

/** Above this many points a stroke would not be followed by the eye. */
const MOST_DRAWN = 20_000;

/** Why points cannot be drawn on what is in sight; null where they can. */
export const obstacleToDrawing = (columns: readonly string[], count: number): string | null => {
  if (columns.length !== 2) return "Points are drawn in two columns: choose two to fit to.";
  return count > MOST_DRAWN ? `Points are drawn where there are at most ${MOST_DRAWN} of them.` : null;
};

export const drawSlice: Slice<DrawSlice> = (set, get) => {
  const change = (table: Table) => {
    const selection = select(table, get().columns);
    set({ table, selection, exampleId: null, hovered: null, picked: null, runs: [] });
    const { mixture } = shownRun(get()).iterations.at(-1) ?? { mixture: null };
    if (mixture && selection.count >= mixture.weights.length) get().carryOver(selection);
    else get().showUnfitted(selection);
  };

  return {
    tool: "point",
    setTool: (tool) => set({ tool, focus: null }),
    opened: 0,
    extent: null,
    newDrawing: () => {
      const columns = SHEET.columns.map(({ name }) => name);
      get().openTable({ table: SHEET, columns, exampleId: null, suggested: null });
      set({ tool: "draw", extent: { columns, x: SHEET_EXTENT, y: SHEET_EXTENT } });
    },
    beginStroke: () => {
      const { record, cancelFit, selection, columns, look, extent } = get();
      cancelFit();
      record("points");
      const [x, y] = axesOf(columns, look);
      const names = [columns[x], columns[y]];
      if (extent?.columns.join("\n") !== names.join("\n"))
        set({
          extent: {
            columns: names,
            x: paddedExtent(columnOf(selection, x)),
            y: paddedExtent(columnOf(selection, y)),
          },
        });
    },
    drawPoints: (points) => {
      const { table, columns, look } = get();
      const [x, y] = axesOf(columns, look);
      change(withPoints(table, [columns[x], columns[y]], points));
    },
    erasePoints: (samples) => {
      const { table, selection } = get();
      if (samples.length === 0) return;
      change(withoutRows(table, new Set(samples.map((n) => selection.rowNumbers[n]))));
    },
    endStroke: () => {
      const { selection, settings, fitting, follows, goOn, fit } = get();
      if (fitting.settled.iterations.length > 0) {
        if (follows) goOn();
      } else if (selection.count >= ENOUGH * settings.components) fit();
    },
  };
};
