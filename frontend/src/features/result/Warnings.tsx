import type { FitResult } from "../../api";
import { Notice } from "../../components/Notice";
import { Remedies } from "./Remedies";
import { told } from "./told";
import classes from "./result.module.css";

/** What deserves a second look: one box for each kind, a few lines high. */
export function Warnings({ warnings }: { warnings: FitResult["warnings"] }) {
  if (warnings.length === 0) return null;
  return (
    <div className={classes.warnings}>
      {told(warnings).map(({ code, head, rest }) => (
        <Notice
          key={code}
          kind="note"
          action={
            <>
              {rest.length > 0 && (
                <details className={classes.more}>
                  <summary>More</summary>
                  {rest.map((sentence) => (
                    <p key={sentence}>{sentence}</p>
                  ))}
                </details>
              )}
              <Remedies code={code} />
            </>
          }
        >
          {head}
        </Notice>
      ))}
    </div>
  );
}
