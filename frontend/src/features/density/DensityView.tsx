import { Switch } from "@mantine/core";
import { useMemo } from "react";
import { DensityContours } from "../../charts/DensityContours";
import { MarginCurves } from "../../charts/MarginCurves";
import { ViewSection } from "../../components/ViewSection";
import { columnOf, type Selection } from "../../geometry/table";
import { useKept, usePlotLayer, useShownRun, type Plane, type PlotLayer } from "../../session";
import { ReadOut } from "./ReadOut";
import { Slice } from "./Slice";
import classes from "./density.module.css";

const OFFERED = [0.99, 0.95, 0.9, 0.8, 0.5, 0.25, 0.1] as const;
const AT_FIRST: readonly number[] = [0.99, 0.9, 0.5, 0.1];

/** The mixture as a density: regions by what they hold, both margins, the density at a place, and slices. */
export default function DensityView() {
  const run = useShownRun();
  const [chosen, setChosen] = useKept<readonly number[]>("density regions", AT_FIRST);
  const [margins, setMargins] = useKept("density margins", true);
  const { selection, iterations, result } = run;
  const layer = useMemo(() => layerOf(selection, chosen, margins), [selection, chosen, margins]);
  usePlotLayer(layer);
  if (iterations.length === 0)
    return (
      <ViewSection title="Density">
        <p className={classes.lead}>Fit a mixture first; it is a density over all columns.</p>
      </ViewSection>
    );
  const toggle = (share: number) =>
    setChosen(OFFERED.filter((offered) => (offered === share) !== chosen.includes(offered)));
  return (
    <>
      <ViewSection title="Density">
        <p className={classes.lead}>
          Each line encloses the smallest region that holds a share of the mixture.
        </p>
        <div className={classes.regions} role="group" aria-label="Regions by the share that they hold">
          {OFFERED.toReversed().map((share) => (
            <button
              key={share}
              type="button"
              aria-pressed={chosen.includes(share)}
              onClick={() => toggle(share)}
            >
              {Math.round(100 * share)} %
            </button>
          ))}
        </div>
        {selection.dimensions > 1 && (
          <Switch
            size="sm"
            label="Each column by itself, along the axes"
            checked={margins}
            onChange={(event) => setMargins(event.currentTarget.checked)}
          />
        )}
      </ViewSection>
      <ReadOut />
      {result && selection.dimensions > 1 && (
        <Slice key={selection.columns.join("\n")} model={result.model} selection={selection} />
      )}
    </>
  );
}

/** Lines around the chosen regions, in the place of the plot's own, and the margins. */
const layerOf = (selection: Selection, chosen: readonly number[], margins: boolean): PlotLayer => ({
  hides: selection.dimensions > 1 ? ["contours"] : [],
  meaning:
    margins && selection.dimensions > 1
      ? "Along the axes: each column by itself, and the mixture’s curve."
      : undefined,
  draw: (plane) => <Drawn plane={plane} selection={selection} chosen={chosen} margins={margins} />,
});

interface DrawnProps {
  readonly plane: Plane;
  readonly selection: Selection;
  readonly chosen: readonly number[];
  readonly margins: boolean;
}

function Drawn({ plane: { projection, frame, x, y, mixture }, selection, chosen, margins }: DrawnProps) {
  const across = useMemo(() => columnOf(selection, x), [selection, x]);
  const up = useMemo(() => columnOf(selection, y ?? x), [selection, x, y]);
  if (!mixture || y === null) return null;
  return (
    <>
      {chosen.length > 0 && (
        <DensityContours mixture={mixture} projection={projection} frame={frame} probabilities={chosen} />
      )}
      {margins && <MarginCurves mixture={mixture} x={across} y={up} projection={projection} frame={frame} />}
    </>
  );
}
