import type { FitResult, StartReport } from "../../api";
import { counted } from "../../components/numbers";

type Told = Pick<FitResult, "starts" | "optima" | "best_start" | "n_samples" | "warnings" | "model">;

/** What the starts say together about how far the best can be trusted. */
export function verdict({ starts, optima = [], best_start, n_samples, warnings, model }: Told): string {
  if (model.weights.length === 1) return "One component has one optimum, and every start finds it.";
  if (starts.length <= 1) return "One start only: another may find a better optimum.";
  const part = starts.find((start) => start.n_samples < n_samples);
  if (part)
    return `The best of ${starts.length} starts, tried out on ${counted(part.n_samples, "row")}, was fitted to all of them.`;
  // The engine's own warning gives the count, and what to do.
  if (warnings.some(({ code }) => code === "found_once")) return `How the ${starts.length} starts ended`;
  const best = optima.find((optimum) => optimum.starts.includes(best_start));
  const led = best?.starts.length ?? 1;
  const others = optima.filter((optimum) => optimum !== best);
  if (led === starts.length) return "Every start led to the same optimum.";
  const behind = starts.filter(({ stop_reason }) => stop_reason === "outpaced").length;
  return [
    `${led} of the ${starts.length} starts led to this optimum.`,
    sentence(
      others.filter(({ spurious }) => !spurious).length,
      "other optimum is lower",
      "other optima are lower",
    ),
    sentence(
      others.filter(({ spurious }) => spurious).length,
      "rests on too few rows",
      "rest on too few rows",
    ),
    sentence(behind, "start fell behind and was stopped", "starts fell behind and were stopped"),
  ].join("");
}

const sentence = (count: number, one: string, many: string): string =>
  count === 0 ? "" : ` ${counted(count, one, many)}.`;

/** How a start ended, in a word or two. */
export const ending = ({ stop_reason, spurious }: StartReport): string =>
  spurious ? "on too few rows" : stop_reason.replaceAll("_", " ");
