import { SETTINGS, type FitSettings } from "../features/fit/settings";
import { fitReducer, initialState, type Run } from "../features/fit/fitState";
import { opening } from "../features/opening/opening";
import { tableOfExample } from "../features/dataset/tables";
import { select } from "../geometry/table";

/** What the page opens with: the recorded fit, told to the same reducer that hears the service's events. */
export function openingRun() {
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
  const run: Run = fitReducer(begun, { type: "events", events }).settled;
  return {
    table,
    exampleId: example.id,
    columns: example.columns,
    suggested: example.suggested,
    /** The recording shows a slow climb from a poor start; a fit of one's own begins with the usual settings. */
    firstSettings: { ...SETTINGS, components: settings.components, structure: settings.structure },
    run,
  };
}
