import { useEffect } from "react";

const TEXT = "input, textarea, select, [contenteditable]";

/** Numbers in lines, a table in other words: at least two lines with a digit in each. */
const looksLikeATable = (text: string): boolean =>
  text.split(/\r?\n/).filter((line) => /\d/.test(line)).length >= 2;

/** Takes a table that is pasted anywhere on the page but into a field, as from a spreadsheet. */
export function PasteTarget({ onFile }: { onFile: (file: File) => void }) {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (event.target instanceof Element && event.target.closest(TEXT)) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!looksLikeATable(text)) return;
      event.preventDefault();
      onFile(new File([text], "Pasted numbers", { type: "text/csv" }));
    };
    window.addEventListener("paste", paste);
    return () => window.removeEventListener("paste", paste);
  }, [onFile]);
  return null;
}
