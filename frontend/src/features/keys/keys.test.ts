import { describe, expect, it } from "vitest";
import { ELSEWHERE, SHORTCUTS, shortcutOf } from "./keys";

const press = (key: string, held: Partial<Parameters<typeof shortcutOf>[0]> = {}) =>
  shortcutOf({ key, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...held });

describe("shortcuts", () => {
  it("are found by their key, whatever the case of its letter", () => {
    expect(press("e")?.meaning).toBe("To the next E-step");
    expect(press("K", { shiftKey: true })?.meaning).toMatch(/fewer/);
    expect(press("3")?.meaning).toBe("Take hold of component 3");
  });

  it("mean another thing, or none, with another key held", () => {
    expect(press("z")).toBeNull();
    expect(press("z", { ctrlKey: true })?.meaning).toBe("Undo");
    expect(press("z", { metaKey: true })?.meaning).toBe("Undo");
    expect(press("Z", { ctrlKey: true, shiftKey: true })?.meaning).toBe("Redo");
    expect(press("e", { altKey: true })).toBeNull();
    expect(press("r", { ctrlKey: true })).toBeNull();
  });

  it("have one meaning each", () => {
    const all = SHORTCUTS.flatMap(({ shortcuts }) => shortcuts);
    const pressed = all.map(({ key, shift, control }) => `${control} ${shift} ${key}`);

    expect(new Set(pressed).size).toBe(all.length);
    for (const shortcut of all)
      expect(
        press(shortcut.key, { shiftKey: shortcut.shift ?? false, ctrlKey: shortcut.control ?? false }),
      ).toBe(shortcut);
  });

  it("stand on the sheet with the keys of the plot and of its components", () => {
    expect(ELSEWHERE.map(({ title }) => title)).toEqual(["On a component’s number", "On the plot"]);
  });
});
