import { describe, expect, it } from "vitest";
import type { Table } from "../geometry/table";
import { shownRun } from "./fitState";
import { createSession, isStale } from "./session";

/** With too few whole rows to be fitted, so that no service is asked. */
const table: Table = {
  name: "numbers",
  origin: "file",
  description: "",
  rows: 3,
  columns: [
    {
      name: "a",
      kind: "number",
      values: [1, null, null],
      missing: 2,
      bad: 0,
      badCells: [],
      constant: false,
    },
  ],
};

describe("a session", () => {
  it("begins at the end of a recorded fit, with settings for another", () => {
    const { store, playback } = createSession("learn");
    const run = shownRun(store.getState());

    expect(run.result?.converged).toBe(true);
    expect(playback.getState().position).toBe(2 * run.iterations.length - 1);
    expect(isStale(store.getState())).toBe(true);
  });

  it("takes undo all the way back to it, replay and all, and redo forward again", () => {
    const { store, playback } = createSession("learn");
    const before = store.getState();
    store.getState().chooseColumns(["waiting"]);
    store.getState().openTable({
      table: { ...table, rows: 0, columns: [] },
      columns: [],
      exampleId: null,
      suggested: null,
    });
    expect(playback.getState().last).toBe(0);

    store.getState().undo();
    store.getState().undo();
    expect(store.getState().table).toBe(before.table);
    expect(store.getState().columns).toBe(before.columns);
    expect(store.getState().fitting.settled).toBe(before.fitting.settled);
    expect(playback.getState().position).toBe(playback.getState().last);
    expect(playback.getState().last).toBeGreaterThan(0);

    store.getState().redo();
    store.getState().redo();
    expect(store.getState().table.columns).toEqual([]);
    expect(store.getState().future).toEqual([]);
  });

  it("takes a number that is typed digit by digit for one decision", () => {
    const { store } = createSession("learn");
    const { settings } = store.getState();

    for (const seed of [1, 12, 123]) store.getState().changeSettings({ ...settings, seed });
    store.getState().undo();

    expect(store.getState().settings).toBe(settings);
  });

  it("forgets what was pointed at, picked and kept when another table is opened", () => {
    const { store } = createSession("learn");
    store.getState().hover(3);
    store.getState().pick(Uint8Array.of(0, 1));
    store.getState().keep("rows", "sorted");

    store.getState().openTable({ table, columns: ["a"], exampleId: null, suggested: null });

    expect(store.getState()).toMatchObject({ hovered: null, picked: null });
    expect(store.getState().kept.size).toBe(0);
  });

  it("takes an empty choice for none", () => {
    const { store } = createSession("learn");

    store.getState().pick(Uint8Array.of(0, 0));

    expect(store.getState().picked).toBeNull();
  });

  it("shows a layer for as long as it is set, the latest last", () => {
    const { store } = createSession("learn");
    store.getState().setLayer("a", { meaning: "first" });
    store.getState().setLayer("b", { meaning: "second" });
    store.getState().setLayer("a", null);

    expect([...store.getState().layers.values()]).toEqual([{ meaning: "second" }]);
  });

  it("selects the rows that have a number in every chosen column", () => {
    const { store } = createSession("learn");

    store.getState().openTable({ table, columns: ["a"], exampleId: null, suggested: null });

    expect(store.getState().selection).toMatchObject({ count: 1, leftOut: 2 });
    expect(store.getState().fitting.progress).toBeNull();
  });
});
