import { obstacleToDrawing, step, stepTo, type Session, type Tool } from "../../session";

/** What a key does, wherever on the page the person is. */
export interface Shortcut {
  /** As `KeyboardEvent.key` has it; letters in lower case. */
  readonly key: string;
  readonly shift?: boolean;
  /** With Ctrl, or with Command on a Mac. */
  readonly control?: boolean;
  /** As it is written on the sheet. */
  readonly written: string;
  readonly meaning: string;
  readonly act: (session: Session) => void;
}

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

const state = ({ store }: Session) => store.getState();

function playOrPause({ playback }: Session): void {
  const { position, target, play, pause } = playback.getState();
  if (position === target) play();
  else pause();
}

/** A tool that cannot be used is not taken up. */
function choose(session: Session, tool: Tool): void {
  const { columns, selection, setTool } = state(session);
  if (tool === "point" || obstacleToDrawing(columns, selection.count) === null) setTool(tool);
}

export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    title: "EM",
    shortcuts: [
      { key: " ", written: "Space", meaning: "Play, or pause", act: playOrPause },
      { key: "e", written: "E", meaning: "To the next E-step", act: (session) => stepTo(session, "e-step") },
      { key: "m", written: "M", meaning: "To the next M-step", act: (session) => stepTo(session, "m-step") },
      { key: "ArrowLeft", written: "←", meaning: "One step back", act: (session) => step(session, -1) },
      { key: "ArrowRight", written: "→", meaning: "One step forward", act: (session) => step(session, 1) },
      {
        key: "r",
        written: "R",
        meaning: "The same start again",
        act: (session) => state(session).startAgain(),
      },
      { key: "n", written: "N", meaning: "A new start", act: (session) => state(session).fitAnew() },
      {
        key: "f",
        written: "F",
        meaning: "EM follows what you change, or waits",
        act: (session) => state(session).setFollows(!state(session).follows),
      },
    ],
  },
  {
    title: "Components",
    shortcuts: [
      { key: "k", written: "K", meaning: "One more", act: (session) => state(session).addComponent() },
      {
        key: "k",
        shift: true,
        written: "Shift K",
        meaning: "One fewer: the lightest goes",
        act: (session) => state(session).removeLightest(),
      },
      ...Array.from({ length: 9 }, (_, k) => ({
        key: String(k + 1),
        written: String(k + 1),
        meaning: `Take hold of component ${k + 1}`,
        act: (session: Session) => state(session).focusOn(k),
      })),
    ],
  },
  {
    title: "Points",
    shortcuts: [
      { key: "a", written: "A", meaning: "Draw points", act: (session) => choose(session, "draw") },
      { key: "x", written: "X", meaning: "Erase points", act: (session) => choose(session, "erase") },
      { key: "p", written: "P", meaning: "Point at rows again", act: (session) => choose(session, "point") },
    ],
  },
  {
    title: "Everything",
    shortcuts: [
      { key: "]", written: "]", meaning: "The next chapter", act: (session) => state(session).turnPage(1) },
      {
        key: "[",
        written: "[",
        meaning: "The chapter before",
        act: (session) => state(session).turnPage(-1),
      },
      {
        key: "z",
        control: true,
        written: "Ctrl Z",
        meaning: "Undo",
        act: (session) => state(session).undo(),
      },
      {
        key: "z",
        control: true,
        shift: true,
        written: "Ctrl Shift Z",
        meaning: "Redo",
        act: (session) => state(session).redo(),
      },
      {
        key: "y",
        control: true,
        written: "Ctrl Y",
        meaning: "Redo",
        act: (session) => state(session).redo(),
      },
    ],
  },
];

/** What the sheet says of keys that mean something only on the plot or on a component. */
export const ELSEWHERE: readonly {
  readonly title: string;
  readonly keys: readonly (readonly [string, string])[];
}[] = [
  {
    title: "On a component’s number",
    keys: [
      ["← → ↑ ↓", "Move it; with Shift, farther"],
      ["Alt ↑ ↓", "Stretch it"],
      ["Alt ← →", "Turn it"],
      ["+ −", "Change its weight"],
      ["Enter", "Type its numbers"],
      ["Delete", "Remove it"],
      ["Esc", "Let go of it"],
    ],
  },
  {
    title: "On the plot",
    keys: [
      ["← → ↑ ↓", "Go from point to point"],
      ["+ − 0", "Zoom in, out, and to everything"],
      ["Ctrl V", "Open a table that you have copied"],
      ["Ctrl wheel", "Zoom; a drag pans"],
    ],
  },
];

interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** The shortcut that was pressed, if any. */
export function shortcutOf(press: Press): Shortcut | null {
  if (press.altKey) return null;
  const control = press.ctrlKey || press.metaKey;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const all = SHORTCUTS.flatMap(({ shortcuts }) => shortcuts);
  return (
    all.find(
      (shortcut) =>
        shortcut.key === key &&
        (shortcut.control ?? false) === control &&
        (shortcut.shift ?? false) === press.shiftKey,
    ) ?? null
  );
}
