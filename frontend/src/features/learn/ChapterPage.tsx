import { ActionIcon, Button } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconList } from "@tabler/icons-react";
import { Suspense, useEffect, useRef } from "react";
import { useSession } from "../../session";
import type { NumberedChapter } from "./chapter";
import { CHAPTERS } from "./chapters";
import classes from "./learn.module.css";

/** One chapter, with the ways to the others. */
export function ChapterPage({ chapter }: { readonly chapter: NumberedChapter }) {
  const { id, title, Content } = chapter;
  const openChapter = useSession((state) => state.openChapter);
  const at = CHAPTERS.findIndex((other) => other.id === id);
  const before = CHAPTERS.at(at - 1);
  const after = CHAPTERS[at + 1];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Whoever turns a page goes on reading at its top.
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest('[role="tabpanel"]')?.scrollTo?.({ top: 0 });
  }, []);
  return (
    <article className={classes.chapter} aria-labelledby="chapter">
      <nav className={classes.turn} aria-label="Chapters">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="All chapters"
          title="All chapters"
          onClick={() => openChapter(null)}
        >
          <IconList size={18} stroke={1.7} />
        </ActionIcon>
        <span>
          Chapter {at + 1} of {CHAPTERS.length}
        </span>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Previous chapter"
          title="Previous chapter"
          disabled={at === 0}
          onClick={() => before && openChapter(before.id)}
        >
          <IconChevronLeft size={18} stroke={1.8} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Next chapter"
          title="Next chapter"
          disabled={!after}
          onClick={() => after && openChapter(after.id)}
        >
          <IconChevronRight size={18} stroke={1.8} />
        </ActionIcon>
      </nav>
      <h2 id="chapter" ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <Suspense fallback={<p className={classes.quiet}>…</p>}>
        <Content />
      </Suspense>
      {after && (
        <Button variant="light" size="sm" onClick={() => openChapter(after.id)}>
          Next: {after.title}
        </Button>
      )}
    </article>
  );
}
