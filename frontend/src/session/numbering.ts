import type { FitResult } from "../api";
import { reordered } from "../geometry/mixture";

const NUMBERED = /\b(Components? )(\d+(?:(?:, | and |, and )\d+)*)/g;

/**
 * A result with its components renumbered: number i of the answer is number `order[i]` of the argument, in the model,
 * in the labels, and wherever a sentence mentions a component. What the service has stored under `model_id` keeps
 * the service's own numbers.
 */
export function renumbered<Result extends FitResult>(result: Result, order: readonly number[]): Result {
  if (order.every((from, to) => from === to)) return result;
  const place = order.map((_, from) => order.indexOf(from));
  const inWords = (sentence: string) =>
    sentence.replaceAll(
      NUMBERED,
      (_, noun: string, numbers: string) =>
        noun +
        numbers.replaceAll(/\d+/g, (number) => String((place[Number(number) - 1] ?? Number(number) - 1) + 1)),
    );
  return {
    ...result,
    model: reordered(result.model, order),
    // A row that went to the noise has no component's number.
    labels: result.labels.map((label) => place[label] ?? label),
    component_order: order.map((from) => result.component_order[from]),
    warnings: result.warnings.map((warning) => ({ ...warning, message: inWords(warning.message) })),
  };
}
