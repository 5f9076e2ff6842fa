import type { ReactNode } from "react";
import classes from "./components.module.css";

/** Room for a table wider or longer than its panel: it scrolls by itself, and so is a stop for the keyboard. */
export function TableScroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.tableScroll} tabIndex={0} role="group" aria-label={`${label}, scrolls`}>
      {children}
    </div>
  );
}
