import type { CriterionSeries } from "../../charts/CriterionChart";
import { ALL_STRUCTURES } from "../../session";
import { criterionOf, keyOf, numbers, type Criterion, type Sweep } from "./sweep";

/** What is known of each structure, as a line over the number of components. */
export const seriesOf = (sweep: Sweep, criterion: Criterion): CriterionSeries[] =>
  ALL_STRUCTURES.filter(({ value }) => sweep.options.structures.includes(value)).map(
    ({ value, letters }) => ({
      key: value,
      letters,
      points: numbers(sweep.options).flatMap((components) => {
        const cell = sweep.cells.get(keyOf(components, value));
        const height = cell ? criterionOf(cell, criterion) : null;
        return cell && height !== null ? [{ components, value: height, sound: cell.sound }] : [];
      }),
    }),
  );
