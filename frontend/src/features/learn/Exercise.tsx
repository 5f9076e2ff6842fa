import { IconCircleCheckFilled, IconPencil } from "@tabler/icons-react";
import { useEffect, type ReactNode } from "react";
import { useSession } from "../../session";
import classes from "./learn.module.css";

interface Props {
  /** The chapter's name. */
  readonly id: string;
  /** Whether it is solved at the moment; once solved it stays so. */
  readonly solved: boolean;
  readonly hint: string;
  /** What is said once it is solved. */
  readonly reward: string;
  readonly children: ReactNode;
}

/** Something to try on the plot, which notices by itself that it was done. */
export function Exercise({ id, solved, hint, reward, children }: Props) {
  const done = useSession((state) => state.solved.has(id));
  const solve = useSession((state) => state.solve);
  useEffect(() => {
    if (solved) solve(id);
  }, [solved, solve, id]);
  return (
    <section className={classes.exercise} data-solved={done || undefined} aria-label="Exercise">
      <h3>
        {done ? (
          <IconCircleCheckFilled size={18} aria-hidden="true" />
        ) : (
          <IconPencil size={18} stroke={1.7} aria-hidden="true" />
        )}
        {done ? "Solved" : "Try it"}
      </h3>
      <p>{children}</p>
      {!done && (
        <details>
          <summary>A hint</summary>
          <p>{hint}</p>
        </details>
      )}
      <p role="status" className={classes.reward}>
        {done && reward}
      </p>
    </section>
  );
}
