import { IconCheck } from "@tabler/icons-react";
import { ViewSection } from "../../components/ViewSection";
import { useSession } from "../../session";
import { CHAPTERS } from "./chapters";
import classes from "./learn.module.css";

/** All chapters, and whose exercises were solved. */
export function Contents() {
  const openChapter = useSession((state) => state.openChapter);
  const solved = useSession((state) => state.solved);
  return (
    <ViewSection title="Learn it, on these very points">
      <ol className={classes.contents}>
        {CHAPTERS.map(({ id, title, about }, i) => (
          <li key={id}>
            <button type="button" onClick={() => openChapter(id)}>
              <span className={classes.number}>{i + 1}</span>
              <span>
                <b>{title}</b>
                <small>{about}</small>
              </span>
              {solved.has(id) && <IconCheck size={18} stroke={2} role="img" aria-label="Exercise solved" />}
            </button>
          </li>
        ))}
      </ol>
    </ViewSection>
  );
}
