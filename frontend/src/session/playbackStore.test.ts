import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPlaybackStore, millisecondsPerMoment } from "./playbackStore";

beforeEach(() =>
  vi.useFakeTimers({ toFake: ["requestAnimationFrame", "cancelAnimationFrame", "performance"] }),
);
afterEach(() => vi.useRealTimers());

const stillStore = (last: number) => createPlaybackStore(last, () => false);
const movingStore = (last: number) => createPlaybackStore(last, () => true);

describe("a replay", () => {
  it("stands at the end until somebody moves it", () => {
    expect(stillStore(10).getState()).toMatchObject({ position: 10, target: 10 });
  });

  it("plays from the start to the end and stops there", () => {
    const store = movingStore(4);

    store.getState().play();
    expect(store.getState()).toMatchObject({ position: 0, target: 4 });
    vi.advanceTimersByTime(1.5 * millisecondsPerMoment(store.getState()));
    expect(store.getState().position).toBeGreaterThan(1);
    expect(store.getState().position).toBeLessThan(2);
    vi.advanceTimersByTime(10_000);

    expect(store.getState()).toMatchObject({ position: 4, target: 4 });
  });

  it("pauses at a whole moment", () => {
    const store = movingStore(4);
    store.getState().play();
    vi.advanceTimersByTime(1.4 * millisecondsPerMoment(store.getState()));

    store.getState().pause();
    vi.advanceTimersByTime(10_000);

    expect(store.getState()).toMatchObject({ position: 1, target: 1 });
  });

  it("never leaves the moments there are", () => {
    const store = stillStore(6);

    store.getState().jumpTo(99);
    expect(store.getState().position).toBe(6);
    store.getState().glideTo(-3);
    expect(store.getState().position).toBe(0);
  });

  it("jumps instead of gliding where motion is unwelcome, also to a new result", () => {
    const store = stillStore(6);

    store.getState().glideTo(2);
    expect(store.getState().position).toBe(2);
    store.getState().load(8, true);

    expect(store.getState()).toMatchObject({ position: 8, target: 8, last: 8 });
  });

  it("replays a new result from its start where motion is welcome", () => {
    const store = movingStore(6);

    store.getState().load(8, true);

    expect(store.getState()).toMatchObject({ position: 0, target: 8 });
  });

  it("takes seconds, not minutes, however many iterations there are", () => {
    expect(1000 * millisecondsPerMoment({ last: 1000, speed: 1, tempo: 1 })).toBeLessThan(10_000);
    expect(millisecondsPerMoment({ last: 4, speed: 2, tempo: 1 })).toBeLessThan(
      millisecondsPerMoment({ last: 4, speed: 1, tempo: 1 }),
    );
  });

  it("goes on from where it stands when the same run has grown, and sooner than a replay would", () => {
    const store = movingStore(1);

    store.getState().grow(5);
    expect(store.getState()).toMatchObject({ position: 1, target: 5 });
    vi.advanceTimersByTime(10_000);
    expect(store.getState().position).toBe(5);
    expect(millisecondsPerMoment(store.getState())).toBeLessThan(
      millisecondsPerMoment({ ...store.getState(), tempo: 1 }),
    );

    const still = stillStore(1);
    still.getState().grow(5);
    expect(still.getState().position).toBe(5);
  });

  it("greets with one replay where motion is welcome, and with none where it is not", () => {
    const moving = movingStore(4);
    moving.getState().greet();
    expect(moving.getState()).toMatchObject({ position: 0, target: 4 });

    const still = stillStore(4);
    still.getState().greet();
    expect(still.getState()).toMatchObject({ position: 4, target: 4 });
  });
});
