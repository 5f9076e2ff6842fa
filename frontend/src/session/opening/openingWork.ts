import { select } from "../../geometry/table";
import { fitReducer, initialState } from "../fitState";
import { SETTINGS, type FitSettings } from "../settings";
import { tableOfExample } from "../tables";
import { opening } from "./opening";

/** What the page opens with: the recorded fit, told to the same reducer that hears the service's events. */
export function openingWork() {
  const { example, settings: asked, events } = opening;
  const table = tableOfExample(example);
  const selection = select(table, example.columns);
  const settings: FitSettings = {
    components: asked.n_components,
    structure: asked.covariance_type,
    init: asked.init,
    starts: asked.n_init,
    seed: asked.seed,
  };
  const begun = fitReducer(initialState(selection), { type: "begin", selection, settings, gait: "steps" });
  const run = fitReducer(begun, { type: "events", events }).settled;
  return {
    table,
    exampleId: example.id,
    columns: example.columns,
    selection: run.selection,
    suggested: { x: example.suggested.x, y: example.suggested.y },
    /** The recording shows a slow climb from a poor start; a fit of one's own begins with the usual settings. */
    settings: { ...SETTINGS, components: settings.components, structure: settings.structure },
    run,
  };
}
