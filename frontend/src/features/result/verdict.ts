import type { FitResult, StartReport } from "../../api";
import { counted } from "../../components/numbers";

/** Nats for each row: starts that ended no further apart found the same optimum. The engine counts by it too. */
const SAME = 1.02e-6;

type Told = Pick<FitResult, "starts" | "best_start" | "n_samples" | "warnings" | "model">;

/** What the starts say together about how far the best can be trusted. */
export function verdict({ starts, best_start, n_samples, warnings, model }: Told): string {
  if (model.weights.length === 1) return "One component has one optimum, and every start finds it.";
  if (starts.length <= 1) return "One start only: another may find a better optimum.";
  const part = starts.find((start) => start.n_samples < n_samples);
  if (part)
    return `The best of ${starts.length} starts, tried out on ${counted(part.n_samples, "row")}, was fitted to all of them.`;
  // The engine's own warning gives the count, and what to do.
  if (warnings.some(({ code }) => code === "found_once")) return `How the ${starts.length} starts ended`;
  const followed = starts.filter(({ stop_reason }) => stop_reason !== "outpaced");
  const reached = followed.filter(sameAs(starts.find(({ start }) => start === best_start))).length;
  if (reached === starts.length) return "Every start found the same optimum.";
  return agreement(reached, followed.length) + remainder(starts.length - followed.length);
}

const sameAs = (top: StartReport | undefined) => (start: StartReport) =>
  top !== undefined &&
  (start === top ||
    (!start.spurious && Math.abs(top.log_likelihood - start.log_likelihood) <= SAME * start.n_samples));

function agreement(reached: number, followed: number): string {
  if (followed <= 1) return "One start was followed to the end: more may find better.";
  if (reached <= 1) return `Only one of the ${followed} starts followed to the end found the best: try more.`;
  if (reached === followed)
    return `${followed === 2 ? "Both" : `All ${followed}`} starts followed to the end found the same best.`;
  return `${reached} of the ${followed} starts followed to the end found the same best.`;
}

function remainder(stopped: number): string {
  if (stopped === 0) return "";
  return stopped === 1
    ? " Another one fell behind and was stopped."
    : ` ${stopped} others fell behind and were stopped.`;
}

/** How a start ended, in a word or two. */
export const ending = ({ stop_reason, spurious }: StartReport): string =>
  spurious ? "on too few rows" : stop_reason.replaceAll("_", " ");
