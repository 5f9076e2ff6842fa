import { Suspense, type RefObject } from "react";
import { ErrorBoundary } from "../components/ErrorBoundary";
import { tabId } from "../components/TabRail";
import { useSession, type View } from "../session";
import classes from "./app.module.css";

export const VIEW_PANEL = "open-view";

interface Props {
  readonly view: View;
  readonly element: RefObject<HTMLDivElement | null>;
}

/** The open view. It scrolls by itself, and so is a stop for the keyboard. */
export function OpenView({ view: { id, title, Content }, element }: Props) {
  const selection = useSession((state) => state.selection);
  return (
    <div
      ref={element}
      id={VIEW_PANEL}
      className={classes.view}
      data-bare={id === "data" || undefined}
      role="tabpanel"
      aria-labelledby={tabId(id)}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <ErrorBoundary part={`“${title}”`} scene={selection}>
        <Suspense fallback={<p className={classes.coming}>{title}…</p>}>
          <Content />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}
