import { useEffect } from "react";
import { useSessionStores } from "../../session";
import { shortcutOf } from "./keys";

/** Where keys have a meaning of their own: in text all of them do, on a control those that work it. */
const TEXT =
  'input:not([type="range"], [type="checkbox"], [type="radio"]), textarea, select, [contenteditable], dialog';
const CONTROL = 'button, a, summary, input, [role="tab"], [role="button"], [role="tabpanel"], [tabindex]';
const WORKS_A_CONTROL = new Set([" ", "Enter", "ArrowLeft", "ArrowRight"]);

function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest(TEXT) !== null || (WORKS_A_CONTROL.has(key) && target.closest(CONTROL) !== null);
}

/** Hears the shortcuts anywhere on the page; single letters only where the person wants them. */
export function useShortcuts(singleKeys: boolean, onSheet: () => void): void {
  const session = useSessionStores();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTaken(event)) return;
      const control = event.ctrlKey || event.metaKey;
      if (!singleKeys && !control) return;
      if (event.key === "?" && !control) onSheet();
      else {
        const shortcut = shortcutOf(event);
        if (!shortcut) return;
        shortcut.act(session);
      }
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [session, singleKeys, onSheet]);
}
