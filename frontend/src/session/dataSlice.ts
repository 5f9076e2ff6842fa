import { ApiProblem, loadExample, parseTable, type ExampleSummary } from "../api";
import { select, type Selection, type Table } from "../geometry/table";
import type { Link } from "./link";
import { SETTINGS, type FitSettings } from "./settings";
import type { Slice } from "./slice";
import { columnsAtFirst, tableOfExample, tableOfFile } from "./tables";

/** A table that has just been opened, and what would be a good first look at it. */
export interface Opened {
  readonly table: Table;
  readonly columns: readonly string[];
  readonly exampleId: string | null;
  readonly suggested: ExampleSummary["suggested"] | null;
}

/** How a table that is opened is to be fitted, where that has been decided already. */
export interface Asked {
  /** Those of these columns that the table has are fitted; none: what would be a good first look. */
  readonly columns: readonly string[];
  readonly settings: FitSettings;
  readonly start: Link["start"];
}

/** Why a table could not be opened. */
export interface OpeningProblem {
  readonly name: string;
  readonly sentence: string;
  /** Null where asking again would bring the same answer. */
  readonly retry: (() => void) | null;
  readonly dismiss: () => void;
}

export interface DataSlice {
  readonly table: Table;
  readonly exampleId: string | null;
  /** Names of the columns that the next fit is made to. */
  readonly columns: readonly string[];
  /** The rows that have a number in each of these columns. */
  readonly selection: Selection;
  /** What is being opened. */
  readonly loading: string | null;
  readonly openingProblem: OpeningProblem | null;
  /** How many rows the file has that a link was made with, and that its owner is to open; null for none. */
  readonly awaited: number | null;
  readonly openExample: (example: Pick<ExampleSummary, "id" | "name">, asked?: Asked) => void;
  readonly openFile: (file: File) => void;
  /** Shows a table, and fits it at once when it is not too large. */
  readonly openTable: (opened: Opened, asked?: Asked) => void;
  readonly chooseColumns: (columns: readonly string[]) => void;
  /** Goes on without some of the samples that are fitted, and fits again; null takes all rows back. */
  readonly leaveOut: (samples: readonly number[] | null) => void;
}

/** Above this many numbers a table waits for the person to press the button. */
const FIT_AT_ONCE = 400_000;

/** Opens examples and files one at a time: the latest wish wins, and a failure leaves the table that is there. */
export const dataSlice =
  (first: Pick<DataSlice, "table" | "exampleId" | "columns" | "selection">): Slice<DataSlice> =>
  (set, get) => {
    let current: AbortController | undefined;

    const open = (name: string, load: (signal: AbortSignal) => Promise<Opened>, asked?: Asked) => {
      const attempt = async () => {
        current?.abort();
        const controller = new AbortController();
        current = controller;
        set({ openingProblem: null, loading: name });
        try {
          const opened = await load(controller.signal);
          if (!controller.signal.aborted) get().openTable(opened, asked);
        } catch (error) {
          if (controller.signal.aborted) return;
          if (!(error instanceof ApiProblem)) throw error;
          set({
            openingProblem: {
              name,
              sentence: error.message,
              retry: error.kind === "refused" ? null : retry,
              dismiss: () => set({ openingProblem: null }),
            },
          });
        } finally {
          if (current === controller) set({ loading: null });
        }
      };
      const retry = () => void attempt();
      retry();
    };

    return {
      ...first,
      loading: null,
      openingProblem: null,
      awaited: null,

      openExample: ({ id, name }, asked) =>
        open(
          name,
          async (signal) => {
            const example = await loadExample(id, signal);
            return {
              table: tableOfExample(example),
              columns: example.columns,
              exampleId: example.id,
              suggested: example.suggested,
            };
          },
          asked,
        ),

      openFile: (file) =>
        open(file.name, async (signal) => {
          const table = tableOfFile(file.name, await parseTable(file, signal));
          return { table, columns: columnsAtFirst(table), exampleId: null, suggested: null };
        }),

      openTable: (opened, asked) => {
        const { record, settings, look, showUnfitted, fit, startFrom } = get();
        record("open");
        const { table, exampleId, suggested } = opened;
        const wished = asked?.columns.filter((name) => table.columns.some((column) => column.name === name));
        const columns = wished && wished.length > 0 ? wished : opened.columns;
        const selection = select(table, columns);
        const next = asked?.settings ?? settingsFor(opened, settings);
        set({
          table,
          columns,
          exampleId,
          selection,
          settings: next,
          look: { ...look, x: suggested?.x ?? null, y: suggested?.y ?? null },
          hovered: null,
          picked: null,
          kept: new Map(),
          runs: [],
          draft: null,
          extent: null,
          tool: "point",
          opened: get().opened + 1,
          awaited: null,
          focus: null,
        });
        showUnfitted(selection);
        const enough = selection.dimensions > 0 && selection.count >= next.components;
        if (!enough || selection.values.length > FIT_AT_ONCE) return;
        if (asked?.start?.means[0].length === columns.length)
          startFrom({ ...asked.start, columns }, selection, next);
        else fit();
      },

      chooseColumns: (columns) => {
        get().record("columns");
        set({ columns, selection: select(get().table, columns) });
        get().forgetProblem();
      },

      leaveOut: (samples) => {
        const { columns, selection: former, table: whole, record, fit } = get();
        const rows = samples?.map((sample) => former.rowNumbers[sample] - 1);
        const without = rows && new Set([...(whole.without ?? []), ...rows]);
        const table = { ...whole, without };
        const selection = select(table, columns);
        if (selection.count === 0) return;
        record("rows");
        set({ table, selection, hovered: null, picked: null });
        fit();
      },
    };
  };

/** An example brings its own; a file of one's own keeps the number and shape of components that were asked for last. */
function settingsFor({ suggested }: Opened, { components, structure }: FitSettings): FitSettings {
  return suggested
    ? { ...SETTINGS, components: suggested.n_components, structure: suggested.covariance_type }
    : { ...SETTINGS, components, structure };
}
