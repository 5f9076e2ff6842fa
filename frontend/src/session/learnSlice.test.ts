import { describe, expect, it } from "vitest";
import { shownRun } from "./fitState";
import { createSession } from "./session";

describe("a plot that a chapter has borrowed", () => {
  it("comes back as it was, at the same moment, and was neither kept nor remembered", () => {
    const { store, playback } = createSession("learn");
    const own = shownRun(store.getState());
    const { settings } = store.getState();
    playback.getState().jumpTo(5);
    const guest = {
      ...own,
      settings: { ...own.settings, components: 1 },
      iterations: own.iterations.slice(0, 3),
    };

    store.getState().borrowPlot(guest);
    expect(shownRun(store.getState())).toBe(guest);
    store.getState().borrowPlot({ ...guest });
    store.getState().returnPlot();

    expect(shownRun(store.getState())).toBe(own);
    expect(store.getState().settings).toBe(settings);
    expect(playback.getState().position).toBe(5);
    expect(store.getState().past).toEqual([]);
    expect(store.getState().runs).toHaveLength(1);
  });

  it("is left to a person who has gone on from it by hand; undo brings their own run back", () => {
    const { store } = createSession("learn");
    const own = shownRun(store.getState());
    store.getState().setFollows(false);
    store.getState().borrowPlot({ ...own, result: null });
    store.getState().removeComponent(0);
    const theirs = shownRun(store.getState());

    store.getState().returnPlot();

    expect(shownRun(store.getState())).toBe(theirs);
    store.getState().undo();
    expect(shownRun(store.getState())).toBe(own);
  });
});
