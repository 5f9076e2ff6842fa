import type { FitResult } from "../../api";
import { fixed } from "../../components/numbers";
import { ViewSection } from "../../components/ViewSection";
import type { Mixture } from "../../geometry/mixture";
import { ComponentsTable } from "./ComponentsTable";
import { StartsTable } from "./StartsTable";
import { SAID_BY_STOP, Stop } from "./Stop";
import { Warnings } from "./Warnings";
import classes from "./result.module.css";

interface Props {
  /** At the moment in sight. */
  readonly mixture: Mixture;
  /** Null while the fit is under way. */
  readonly result: FitResult | null;
  /** Fits again with leaps; null where that has been done. */
  readonly onLeap: (() => void) | null;
}

/** What came out, in numbers. */
export function ResultPanel({ mixture, result, onLeap }: Props) {
  return (
    <ViewSection title="Components" aside={<span className={classes.aside}>at this step</span>}>
      <ComponentsTable mixture={mixture} />
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
