import { fixed } from "../../components/numbers";
import { ViewSection } from "../../components/ViewSection";
import type { Mixture } from "../../geometry/mixture";
import { useKept } from "../../session";
import { Certainty, useIntervals } from "./Certainty";
import { ComponentsTable } from "./ComponentsTable";
import type { FinishedRun } from "./finished";
import type { Order } from "./order";
import { StartsTable } from "./StartsTable";
import { SAID_BY_STOP, Stop } from "./Stop";
import { Warnings } from "./Warnings";
import classes from "./result.module.css";

interface Props {
  /** At the moment in sight. */
  readonly mixture: Mixture;
  /** Whether that moment is the end, of which intervals speak. */
  readonly atEnd: boolean;
  /** Null while the fit is under way. */
  readonly run: FinishedRun | null;
  /** Fits again with leaps; null where that has been done. */
  readonly onLeap: (() => void) | null;
}

/** What came out, in numbers. */
export function ResultPanel({ mixture, atEnd, run, onLeap }: Props) {
  const [order, setOrder] = useKept<Order | null>("components order", null);
  const [task, begin] = useIntervals(run);
  const result = run?.result;
  return (
    <ViewSection title="Components" aside={<span className={classes.aside}>at this step</span>}>
      <ComponentsTable
        mixture={mixture}
        intervals={atEnd ? task?.answer : null}
        order={order}
        onOrder={setOrder}
      />
      {run && atEnd && <Certainty run={run} task={task} begin={begin} />}
      {result && (
        <>
          <h3 className={classes.finished}>The finished fit</h3>
          <dl className={classes.criteria}>
            <Criterion name="BIC" value={result.bic} meaning="for choosing K: smaller is better" />
            <Criterion name="AIC" value={result.aic} meaning="lighter penalty: smaller is better" />
            <Criterion name="ICL" value={result.icl} meaning="prefers separate clusters: smaller is better" />
          </dl>
          <Stop result={result} onLeap={onLeap} />
          <Warnings warnings={result.warnings.filter(({ code }) => code !== SAID_BY_STOP)} />
          <StartsTable result={result} />
        </>
      )}
    </ViewSection>
  );
}

function Criterion({ name, value, meaning }: { name: string; value: number; meaning: string }) {
  return (
    <div title={meaning}>
      <dt>{name}</dt>
      <dd>{fixed(value, 1)}</dd>
    </div>
  );
}
