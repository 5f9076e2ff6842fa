import type { FitResult } from "../../api";
import { inPageWords } from "../../components/words";

type Warning = FitResult["warnings"][number];

/** All warnings of one code: what they say together, and what stays behind a disclosure. */
export interface Told {
  readonly code: string;
  readonly head: string;
  readonly rest: readonly string[];
}

/** So many components or columns are named at once. */
const NAMED = 8;

/** “Component 3 (about 2 rows) has no width…”: of what, and what. */
const ABOUT = /^(Component|Column) (\d+|'[^']*'|"[^"]*")(?: \((?:about )?[^)]*\))? (has|is|varies) (.*)$/s;

/** Warnings of the same code become one. */
export function told(warnings: readonly Warning[]): Told[] {
  const codes = new Map<string, string[]>();
  for (const { code, message } of warnings)
    codes.set(code, [...(codes.get(code) ?? []), inPageWords(message)]);
  return [...codes].map(([code, messages]) => ({ code, ...together(messages) }));
}

function together(messages: readonly string[]): Omit<Told, "code"> {
  const [first] = messages;
  if (messages.length === 1) return { head: first, rest: [] };
  const parts = messages.map((message) => ABOUT.exec(message));
  const [part] = parts;
  if (!part || parts.includes(null)) return { head: first, rest: messages.slice(1) };
  const names = parts.map((found) => found?.[2] ?? "");
  const [says, ...more] = sentences(ranged(parts.map((found) => found?.[4] ?? "")));
  const advice = more.length > 0 ? [more.join(" ")] : [];
  const all = names.length > NAMED ? [`${part[1]}s ${listed(names)}.`] : [];
  return {
    head: `${part[1]}s ${listed(shortened(names))}: each ${part[3]} ${says}`,
    rest: [...advice, ...all],
  };
}

const sentences = (text: string): string[] => text.split(/(?<=\.) (?=[A-Z])/);

const shortened = (names: readonly string[]): string[] =>
  names.length > NAMED ? [...names.slice(0, NAMED), `${names.length - NAMED} more`] : [...names];

const listed = (names: readonly string[]): string =>
  `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;

const NUMBER = /\d+(?:\.\d+)?(?:e[+-]?\d+)?/g;

/** The one sentence that differs only in its numbers, with the range of each. */
function ranged(texts: readonly string[]): string {
  const rows = texts.map((text) => text.match(NUMBER) ?? []);
  let at = 0;
  return texts[0].replaceAll(NUMBER, (own) => {
    const seen = [...new Set(rows.map((row) => row[at]))]
      .filter(Boolean)
      .toSorted((a, b) => Number(a) - Number(b));
    at += 1;
    return seen.length > 1 ? `${seen[0]} to ${seen[seen.length - 1]}` : own;
  });
}
