import { ViewSection } from "../../components/ViewSection";
import { useShownRun } from "../../session";
import { Library } from "./Library";
import { TakeAlong } from "./TakeAlong";
import classes from "./keep.module.css";

/** What is taken along of a fit, and the mixtures that the service has stored. */
export default function KeepView() {
  const run = useShownRun();
  const { result } = run;
  return (
    <>
      <ViewSection title="Take it along">
        {result ? (
          <TakeAlong run={{ ...run, result }} />
        ) : (
          <p className={classes.lead}>Fit a mixture first; then it can be saved in many forms.</p>
        )}
      </ViewSection>
      <Library />
    </>
  );
}
