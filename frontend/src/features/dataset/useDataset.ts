import { useCallback, useRef, useState } from "react";
import { ApiProblem, loadExample, parseTable, type ExampleSummary } from "../../api";
import type { Table } from "../../geometry/table";
import { columnsAtFirst, tableOfExample, tableOfFile } from "./tables";

/** A table that has just been opened, and what would be a good first look at it. */
export interface Opened {
  readonly table: Table;
  readonly columns: readonly string[];
  readonly exampleId: string | null;
  readonly suggested: ExampleSummary["suggested"] | null;
}

/** Why a table could not be opened. */
export interface OpeningProblem {
  readonly name: string;
  readonly sentence: string;
  /** Null where asking again would bring the same answer. */
  readonly retry: (() => void) | null;
  readonly dismiss: () => void;
}

/** Opens examples and files one at a time: the latest wish wins, and a failure leaves the table that is there. */
export function useDataset(onOpen: (opened: Opened) => void) {
  const [loading, setLoading] = useState<string | null>(null);
  const [problem, setProblem] = useState<OpeningProblem | null>(null);
  const current = useRef<AbortController>(undefined);

  const open = useCallback(
    (name: string, load: (signal: AbortSignal) => Promise<Opened>) => {
      const attempt = async () => {
        current.current?.abort();
        const controller = new AbortController();
        current.current = controller;
        setProblem(null);
        setLoading(name);
        try {
          const opened = await load(controller.signal);
          if (!controller.signal.aborted) onOpen(opened);
        } catch (error) {
          if (controller.signal.aborted) return;
          if (!(error instanceof ApiProblem)) throw error;
          setProblem({
            name,
            sentence: error.message,
            retry: error.kind === "refused" ? null : retry,
            dismiss: () => setProblem(null),
          });
        } finally {
          if (current.current === controller) setLoading(null);
        }
      };
      const retry = () => void attempt();
      retry();
    },
    [onOpen],
  );

  const openExample = useCallback(
    (summary: ExampleSummary) =>
      open(summary.name, async (signal) => {
        const example = await loadExample(summary.id, signal);
        return {
          table: tableOfExample(example),
          columns: example.columns,
          exampleId: example.id,
          suggested: example.suggested,
        };
      }),
    [open],
  );

  const openFile = useCallback(
    (file: File) =>
      open(file.name, async (signal) => {
        const table = tableOfFile(file.name, await parseTable(file, signal));
        return { table, columns: columnsAtFirst(table), exampleId: null, suggested: null };
      }),
    [open],
  );

  return { loading, problem, openExample, openFile };
}
