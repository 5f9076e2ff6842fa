import type { ReactNode } from "react";
import { USUAL } from "./useScene";
import type { Look } from "../../session";
import classes from "./plot.module.css";

interface Props {
  readonly look: Pick<Look, "ellipses" | "contours" | "unusual">;
  readonly dimensions: number;
  readonly fitted: boolean;
  /** What the layers of the open views mean. */
  readonly meanings: readonly string[];
  readonly children: ReactNode;
}

/** What the marks on the plot mean. */
export function PlotKey({ look, dimensions, fitted, meanings, children }: Props) {
  if (!fitted) return null;
  const inLine = dimensions === 1;
  const judged = dimensions > 2 ? `, judged in all ${dimensions} columns` : "";
  return (
    <p className={classes.key}>
      {look.ellipses && "Drag a number to move its component. "}
      {look.ellipses &&
        (inLine ? "Curves: each component’s part. " : "Ellipses: 1 and 2 standard deviations. ")}
      {look.contours &&
        (inLine
          ? "Bars on top: the shortest stretches with 50, 80, 95 % of the mixture. "
          : "Lines: the smallest regions with 50, 80, 95 % of the mixture. ")}
      {look.unusual && (
        <strong>
          {children} They lie outside the region that holds {USUAL * 100} % of the mixture{judged}.
        </strong>
      )}
      {meanings.join(" ")}
    </p>
  );
}
