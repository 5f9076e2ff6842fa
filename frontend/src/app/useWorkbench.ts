import { useCallback, useMemo, useState } from "react";
import { useDataset, type Opened } from "../features/dataset/useDataset";
import { useFit } from "../features/fit/useFit";
import { SETTINGS, type FitSettings } from "../features/fit/settings";
import { usePlayback } from "../features/playback/usePlayback";
import { VIEW, type View } from "../features/plot/view";
import { select } from "../geometry/table";
import { openingRun } from "./openingRun";

/** Above this many numbers a file waits for the person to press the button. */
const FIT_AT_ONCE = 400_000;

const sameNames = (a: readonly string[], b: readonly string[]) => a.join("\n") === b.join("\n");

/** Everything that several parts of the page share: the table, what is chosen of it, the fit, the replay and the view. */
export function useWorkbench() {
  const [opening] = useState(openingRun);
  const [table, setTable] = useState(opening.table);
  const [exampleId, setExampleId] = useState<string | null>(opening.exampleId);
  const [columns, setColumns] = useState<readonly string[]>(opening.columns);
  const [settings, setSettings] = useState<FitSettings>(opening.firstSettings);
  const [view, setView] = useState<View>({ ...VIEW, x: opening.suggested.x, y: opening.suggested.y });
  const fitting = useFit(opening.run);
  const { fit, open, edited } = fitting;

  const selection = useMemo(() => select(table, columns), [table, columns]);

  const onOpen = useCallback(
    (opened: Opened) => {
      const first = select(opened.table, opened.columns);
      const next = firstSettings(opened, settings);
      setTable(opened.table);
      setExampleId(opened.exampleId);
      setColumns(opened.columns);
      setSettings(next);
      setView((kept) => ({ ...kept, x: opened.suggested?.x ?? null, y: opened.suggested?.y ?? null }));
      open(first);
      if (first.dimensions > 0 && first.count >= next.components && first.values.length <= FIT_AT_ONCE)
        void fit(first, next);
    },
    [settings, open, fit],
  );
  const dataset = useDataset(onOpen);
  const playback = usePlayback(fitting.shown.iterations, fitting.shown.result);

  const { shown } = fitting;
  const stale = shown.settings !== settings || !sameNames(shown.selection.columns, columns);
  return {
    table,
    exampleId,
    columns,
    chooseColumns: (next: readonly string[]) => {
      setColumns(next);
      edited();
    },
    settings,
    changeSettings: (next: FitSettings) => {
      setSettings(next);
      edited();
    },
    view,
    setView,
    selection,
    dataset,
    fitting,
    shown,
    stale,
    playback,
    fit: () => void fit(selection, settings),
    /** The fit in sight once more, leaping; null where it has leapt already. */
    leap: shown.gait === "leaps" ? null : () => void fit(shown.selection, shown.settings, "leaps"),
    obstacle: obstacleTo(selection.columns.length, selection.count),
  };
}

/** An example brings its own; a file of one's own keeps the number and shape of components that were asked for last. */
function firstSettings({ suggested }: Opened, { components, structure }: FitSettings): FitSettings {
  return suggested
    ? { ...SETTINGS, components: suggested.n_components, structure: suggested.covariance_type }
    : { ...SETTINGS, components, structure };
}

function obstacleTo(columns: number, rows: number): string | null {
  if (columns === 0) return "Choose at least one column of numbers to fit to.";
  if (rows === 0) return "No row has a number in every chosen column. Leave a column out.";
  return null;
}
