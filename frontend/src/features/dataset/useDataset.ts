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

interface Loading {
  readonly name: string;
  readonly retry: () => void;
}

/** Opens examples and files one at a time: the latest wish wins, and a failure leaves the table that is there. */
export function useDataset(onOpen: (opened: Opened) => void) {
  const [loading, setLoading] = useState<Loading | null>(null);
  const [problem, setProblem] = useState<{ sentence: string; retry: () => void } | null>(null);
  const current = useRef<AbortController>(undefined);

  const open = useCallback(
    (name: string, load: (signal: AbortSignal) => Promise<Opened>) => {
      const attempt = async () => {
        current.current?.abort();
        const controller = new AbortController();
        current.current = controller;
        setProblem(null);
        setLoading({ name, retry });
        try {
          const opened = await load(controller.signal);
          if (!controller.signal.aborted) onOpen(opened);
        } catch (error) {
          if (controller.signal.aborted) return;
          if (!(error instanceof ApiProblem)) throw error;
          setProblem({ sentence: error.message, retry });
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

  return { loading: loading?.name ?? null, problem, openExample, openFile };
}
