import { judge, type Anomalies } from "../api";
import { rowsOf } from "../geometry/table";
import type { Run } from "./fitState";
import { useTask } from "./useTask";

/** The greatest false-alarm rate that is asked about; alarms at a lesser one are those with a lesser p-value. */
export const GREATEST_RATE = 0.2;

/** As many alarms are explained, the most unusual first. */
const EXPLAINED = 300;
/** A fit to each part of the rows need not search as hard as the one in sight. */
const STARTS = 24;

/** How unusual each row of a run is, judged by fits of the same kind that have not seen it; once it has been asked for. */
export function useAnomalies(run: Run) {
  const [task, begin] = useTask<never, Anomalies>("anomalies", run.result);
  const { selection, settings } = run;
  const ask = () =>
    begin((signal) =>
      judge(
        {
          data: rowsOf(selection),
          fit: {
            columns: [...selection.columns],
            n_components: settings.components,
            covariance_type: settings.structure,
            init: settings.init,
            n_init: Math.min(settings.starts, STARTS),
            seed: settings.seed,
          },
          false_alarm_rate: GREATEST_RATE,
          max_explanations: EXPLAINED,
        },
        signal,
      ),
    );
  return [task, ask] as const;
}
