import type { ReactNode } from "react";
import { USUAL } from "./useScene";
import type { View } from "./view";
import classes from "./plot.module.css";

interface Props {
  readonly view: View;
  readonly dimensions: number;
  readonly fitted: boolean;
  readonly children: ReactNode;
}

/** What the marks on the plot mean. */
export function PlotKey({ view, dimensions, fitted, children }: Props) {
  if (!fitted) return null;
  const inLine = dimensions === 1;
  const judged = dimensions > 2 ? `, judged in all ${dimensions} columns` : "";
  return (
    <p className={classes.key}>
      {view.ellipses &&
        (inLine ? "Curves: each component’s part. " : "Ellipses: 1 and 2 standard deviations. ")}
      {view.contours &&
        (inLine
          ? "Bars on top: the shortest stretches with 50, 80, 95 % of the mixture. "
          : "Lines: the smallest regions with 50, 80, 95 % of the mixture. ")}
      {view.unusual && (
        <strong>
          {children} They lie outside the region that holds {USUAL * 100} % of the mixture{judged}.
        </strong>
      )}
    </p>
  );
}
