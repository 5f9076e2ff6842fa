import { useStore } from "zustand";
import type { Run } from "../features/fit/fitState";
import type { PlaybackStore } from "../features/playback/playbackStore";
import { ResultPanel } from "../features/result/ResultPanel";
import { momentAt } from "../geometry/moments";

interface Props {
  readonly run: Run;
  readonly playback: PlaybackStore;
  readonly onLeap: (() => void) | null;
}

/** The numbers of the moment in sight; told apart from the plot, so that they change by steps and not in every frame. */
export function ShownResult({ run, playback, onLeap }: Props) {
  const { iterations, result } = run;
  const drawn = useStore(playback, ({ position }) => momentAt(Math.round(position), iterations.length).drawn);
  const iteration = iterations[drawn];
  return iteration ? <ResultPanel mixture={iteration.mixture} result={result} onLeap={onLeap} /> : null;
}
