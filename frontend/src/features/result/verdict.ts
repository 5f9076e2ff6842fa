import type { StartReport } from "../../api";

/** Nats for each row: log-likelihoods nearer than this are the same optimum. */
const SAME = 1e-5;

/** What the starts say together about how far the best can be trusted. */
export function verdict(starts: readonly StartReport[], best: number): string {
  const top = starts.find(({ start }) => start === best);
  if (!top || starts.length === 1) return "One start only: another may find a better optimum.";
  const comparable = starts.filter(
    (start) => start.n_samples === top.n_samples && start.stop_reason !== "outpaced" && !start.spurious,
  );
  if (comparable.length <= 1)
    return `The best of ${starts.length} starts, tried out on a part of the rows, was fitted to all of them.`;
  const reached = comparable.filter(
    (start) => top.log_likelihood - start.log_likelihood < SAME * top.n_samples,
  ).length;
  if (reached === starts.length) return "Every start found the same optimum.";
  const agreement =
    reached === 1
      ? `Only one of ${comparable.length} starts found the best: try more.`
      : `${reached} of ${comparable.length} starts found the best.`;
  return agreement + remainder(starts.length - comparable.length);
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
