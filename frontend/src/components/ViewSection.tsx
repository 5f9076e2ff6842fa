import { useId, type ReactNode } from "react";
import classes from "./components.module.css";

interface Props {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** One titled part of a view; the view itself is the panel around it. */
export function ViewSection({ title, aside, children }: Props) {
  const id = useId();
  return (
    <section className={classes.viewSection} aria-labelledby={id}>
      <div className={classes.panelHeader}>
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
