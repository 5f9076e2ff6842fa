import { NativeSelect } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { conditional, type ModelDocument } from "../../api";
import { SliceCurve } from "../../charts/SliceCurve";
import { Notice } from "../../components/Notice";
import { decimalsFor, fixed, percent } from "../../components/numbers";
import { ViewSection } from "../../components/ViewSection";
import { inPageWords } from "../../components/words";
import { marginal } from "../../geometry/mixture";
import { paddedExtent } from "../../geometry/points";
import { columnOf, type Selection } from "../../geometry/table";
import { useKept, usePlotLayer, type PlotLayer } from "../../session";
import { meanAndSpread } from "./moments";
import classes from "./density.module.css";

interface Props {
  readonly model: ModelDocument;
  readonly selection: Selection;
}

const STEPS = 200;

/** A line on the plot where the slice is cut, if the column is one of its axes. */
const cutAt = (column: number, value: number): PlotLayer => ({
  draw: ({ projection: { offsetX, scaleX, offsetY, scaleY }, frame, x, y }) => {
    const across = offsetX + scaleX * value;
    const up = offsetY + scaleY * value;
    if (column === x)
      return (
        <line className={classes.cut} x1={across} x2={across} y1={frame.top} y2={frame.top + frame.height} />
      );
    if (column === y)
      return <line className={classes.cut} x1={frame.left} x2={frame.left + frame.width} y1={up} y2={up} />;
    return null;
  },
});

/** What is to be expected of one column where another has a value. */
export function Slice({ model, selection }: Props) {
  const { columns } = selection;
  const [given, setGiven] = useKept("slice given", columns[0]);
  const [wanted, setWanted] = useKept("slice wanted", columns[1]);
  const known = Math.max(columns.indexOf(given), 0);
  const target =
    columns.indexOf(wanted) >= 0 && wanted !== columns[known] ? columns.indexOf(wanted) : known === 0 ? 1 : 0;
  const range = useMemo(() => paddedExtent(columnOf(selection, known)), [selection, known]);
  const domain = useMemo(() => paddedExtent(columnOf(selection, target), 0.15), [selection, target]);
  const [share, setShare] = useKept("slice share", 0.5);
  const value = range[0] + share * (range[1] - range[0]);
  const decimals = decimalsFor((range[1] - range[0]) / 6);
  const shown = Number(value.toFixed(decimals));
  const layer = useMemo(() => cutAt(known, shown), [known, shown]);
  usePlotLayer(layer);
  const answer = useQuery({
    queryKey: ["conditional", model, columns[known], shown],
    queryFn: async ({ signal }) => {
      const where = { [columns[known]]: shown };
      return {
        column: columns[known],
        value: shown,
        ...(await conditional({ model, given: where }, signal)),
      };
    },
    placeholderData: keepPreviousData,
    // A slider asks for hundreds of them.
    gcTime: 5_000,
  });
  const found = answer.data?.model;
  const at = found?.columns.indexOf(columns[target]) ?? -1;
  const mixture = useMemo(() => (found && at >= 0 ? marginal(found, [at]) : null), [found, at]);
  const moments = mixture && meanAndSpread(mixture);
  const options = columns.map((name) => ({ value: name, label: name }));
  const words =
    moments &&
    answer.data &&
    // Of the answer that is drawn: the next may still be on its way.
    `Where ${answer.data.column} is ${fixed(answer.data.value, decimals)}, ${columns[target]} is ${fixed(moments.mean, decimalsFor(moments.spread))} ± ${fixed(moments.spread, decimalsFor(moments.spread))} (mean ± s.d.).`;
  return (
    <ViewSection title="A slice">
      <div className={classes.slice}>
        <NativeSelect
          size="xs"
          label="Where"
          data={options}
          value={columns[known]}
          onChange={(event) => setGiven(event.currentTarget.value)}
        />
        <label>
          is {fixed(shown, decimals)}
          <input
            type="range"
            min={0}
            max={STEPS}
            value={Math.round(share * STEPS)}
            aria-label={`Value of ${columns[known]}`}
            aria-valuetext={fixed(shown, decimals)}
            onChange={(event) => setShare(Number(event.currentTarget.value) / STEPS)}
          />
        </label>
        <NativeSelect
          size="xs"
          label="what is"
          data={options.filter((option) => option.value !== columns[known])}
          value={columns[target]}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      </div>
      {answer.error && <Notice kind="problem">{inPageWords(answer.error.message)}</Notice>}
      {mixture && words && (
        <>
          <SliceCurve mixture={mixture} domain={domain} label={columns[target]} summary={words} />
          <p className={classes.said}>
            {words}
            {mixture.weights.length > 1 &&
              ` Component ${mixture.weights.indexOf(Math.max(...mixture.weights)) + 1} accounts for ${percent(Math.max(...mixture.weights))} there.`}
          </p>
        </>
      )}
    </ViewSection>
  );
}
