import { streamFit, type FitEvent, type FitRequest } from "../api";
import type { Mixture } from "../geometry/mixture";
import type { Selection } from "../geometry/table";
import { fitReducer, initialState, type Run } from "./fitState";
import { fitRequest, type FitSettings } from "./settings";

interface Options extends Pick<FitRequest, "covariance_floor" | "max_iter"> {
  /** What EM begins with, instead of searching for a start. */
  readonly initial?: Mixture;
}

/** A fit that a view asks for, apart from the one in sight; numbered as the service numbers it. */
export async function fittedRun(
  selection: Selection,
  settings: FitSettings,
  signal: AbortSignal,
  { initial, ...options }: Options = {},
): Promise<Run> {
  const events: FitEvent[] = [];
  const request = { ...fitRequest(selection, settings, "steps", initial), ...options };
  for await (const event of streamFit(request, signal)) events.push(event);
  const begun = fitReducer(initialState(selection), { type: "begin", selection, settings, gait: "steps" });
  return fitReducer(begun, { type: "events", events }).settled;
}
