import type { ReactNode } from "react";
import classes from "./components.module.css";

interface Props {
  readonly label: string;
  /** As long as it is; only too wide a table scrolls. */
  readonly tall?: boolean;
  /** Holds controls, by which the keyboard gets everywhere. */
  readonly still?: boolean;
  readonly children: ReactNode;
}

/** Room for a table wider or longer than its panel: it scrolls by itself, and so is a stop for the keyboard. */
export function TableScroll({ label, tall = false, still = false, children }: Props) {
  return (
    <div
      className={classes.tableScroll}
      data-tall={tall || undefined}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={still ? undefined : 0}
      role="group"
      aria-label={still ? label : `${label}, scrolls`}
    >
      {children}
    </div>
  );
}
