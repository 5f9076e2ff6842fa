import { useSession } from "../../session";
import type { Unusual } from "./ranking";
import classes from "./anomalies.module.css";

interface Props {
  readonly rows: readonly Unusual[];
  /** How many alarms there are, told here or not. */
  readonly total: number;
  readonly rowNumbers: Uint32Array;
}

/** More than this nobody reads; the rest stand in the table of rows. */
const MOST = 100;

/** The most unusual rows and why; pointing at one points at it on the plot. */
export function RankedRows({ rows, total, rowNumbers }: Props) {
  const hovered = useSession((state) => state.hovered);
  const hover = useSession((state) => state.hover);
  const changeView = useSession((state) => state.changeView);
  const shown = rows.slice(0, MOST);
  return (
    <>
      <ol
        className={classes.rows}
        aria-label="Unusual rows, the most unusual first"
        onPointerLeave={() => hover(null)}
      >
        {shown.map(({ sample, pValue, reasons }) => (
          <li key={sample} data-hovered={sample === hovered || undefined}>
            <button
              type="button"
              onPointerEnter={() => hover(sample)}
              onFocus={() => hover(sample)}
              onClick={() => hover(sample)}
            >
              <strong>Row {rowNumbers[sample]}</strong>
              <span className={classes.p}>
                p = {pValue < 0.001 ? "< 0.001" : Number(pValue.toPrecision(2))}
              </span>
              <span className={classes.why}>
                {reasons.map((sentence) => (
                  <span key={sentence}>{sentence}</span>
                ))}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {total > shown.length && (
        <p className={classes.note}>
          The {shown.length} most unusual are told here. All {total.toLocaleString("en-GB")} stand in the{" "}
          <button type="button" className={classes.link} onClick={() => changeView("rows")}>
            table of rows
          </button>
          , which can be ordered by p-value.
        </p>
      )}
    </>
  );
}
