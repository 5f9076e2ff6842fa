import { useEffect, useMemo, useState } from "react";
import classes from "./components.module.css";

interface Props {
  readonly tex: string;
  /** The formula in words, for whoever does not see it and until it has been typeset. */
  readonly spoken: string;
}

type Typeset = (tex: string) => string;

/** Once it has arrived, so that a formula that appears later is there in its first picture. */
let typesetter: Typeset | null = null;

async function loadTypesetter(): Promise<Typeset> {
  const [{ default: katex }] = await Promise.all([import("katex"), import("katex/dist/katex.min.css")]);
  typesetter = (tex) => katex.renderToString(tex, { displayMode: true, output: "html", throwOnError: true });
  return typesetter;
}

/** A formula, typeset once KaTeX has arrived; the page does not wait for it. */
export function Formula({ tex, spoken }: Props) {
  const [typeset, setTypeset] = useState(() => typesetter);
  useEffect(() => {
    if (typeset) return undefined;
    let wanted = true;
    void loadTypesetter().then((loaded) => wanted && setTypeset(() => loaded));
    return () => {
      wanted = false;
    };
  }, [typeset]);
  const html = useMemo(() => typeset?.(tex) ?? null, [typeset, tex]);
  return (
    <div className={classes.formula} role="math" aria-label={spoken}>
      {html === null ? (
        <span className={classes.formulaWords}>{spoken}</span>
      ) : (
        // The string is KaTeX's own output for a formula of ours.
        // oxlint-disable-next-line react/no-danger
        <span aria-hidden="true" dangerouslySetInnerHTML={{ __html: html }} />
      )}
    </div>
  );
}
