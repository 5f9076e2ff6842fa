import { useEffect, useState } from "react";
import { decodeLink, encodeLink, followLink, linkOf, useSessionStores } from "../session";

/** The address follows what is in sight with this delay: browsers refuse more than a few changes a second. */
const DELAY = 400;

/** Keeps the address and what is in sight the same. Answers whether the page was opened by a link. */
export function useLink(): boolean {
  const session = useSessionStores();
  const [opened] = useState(() => decodeLink(window.location.hash));
  useEffect(() => {
    if (opened) followLink(session, opened);
  }, [session, opened]);

  useEffect(() => {
    const untouched = encodeLink(linkOf(session));
    let written = window.location.hash.slice(1);
    let timer = 0;
    const write = () => {
      const text = encodeLink(linkOf(session));
      if (text === written || (written === "" && text === untouched)) return;
      written = text;
      window.history.replaceState(window.history.state, "", `#${text}`);
    };
    const later = () => {
      clearTimeout(timer);
      timer = window.setTimeout(write, DELAY);
    };
    const asked = () => {
      const link = decodeLink(window.location.hash);
      if (window.location.hash.slice(1) !== written && link) followLink(session, link);
    };
    const stops = [session.store.subscribe(later), session.playback.subscribe(later)];
    window.addEventListener("hashchange", asked);
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
      window.removeEventListener("hashchange", asked);
    };
  }, [session]);
  return opened !== null;
}
