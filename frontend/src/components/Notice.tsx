import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./components.module.css";

interface Props {
  readonly kind: "problem" | "note";
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A sentence beside what caused it. Problems are announced at once, notes are not. */
export function Notice({ kind, action, children }: Props) {
  const Icon = kind === "problem" ? IconAlertTriangle : IconInfoCircle;
  return (
    <div className={classes.notice} data-kind={kind} role={kind === "problem" ? "alert" : undefined}>
      <Icon size={17} stroke={1.8} aria-hidden="true" />
      <div>
        <p>{children}</p>
        {action}
      </div>
    </div>
  );
}
