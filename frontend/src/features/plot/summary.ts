import { counted, percent, significant } from "../../components/numbers";
import type { Mixture } from "../../geometry/mixture";
import type { Selection } from "../../geometry/table";

/** The picture in words. */
export function summaryOf(
  name: string,
  selection: Selection,
  mixture: Mixture | null,
  unusual: number | null,
): string {
  const what = `${name}, ${counted(selection.count, "point")}, ${selection.columns.join(", ")}.`;
  if (!mixture) return `${what} No mixture has been fitted yet.`;
  const components = mixture.weights.map(
    (weight, k) =>
      `component ${k + 1} holds ${percent(weight)} around (${mixture.means[k].map((value) => significant(value, 3)).join(", ")})`,
  );
  const odd = unusual === null ? "" : ` ${counted(unusual, "point")} marked as unusual.`;
  return `${what} ${counted(mixture.weights.length, "component")}: ${components.join("; ")}.${odd}`;
}
