import { useComputedColorScheme } from "@mantine/core";
import { useDeferredValue, useMemo } from "react";
import { PairGrid } from "../../charts/PairGrid";
import { SURFACES } from "../../charts/surface";
import { ViewSection } from "../../components/ViewSection";
import { softColours, uniformColours } from "../../geometry/colours";
import { evaluate } from "../../geometry/density";
import { columnOf } from "../../geometry/table";
import { axesOf, useSession, useShownIteration, useShownRun } from "../../session";
import classes from "./pairs.module.css";

/** More would make each of them too small to read. */
const MOST = 6;

/** All pairs of columns at once, coloured and picked as the large plot is. */
export default function PairsView() {
  const { selection } = useShownRun();
  const mixture = useDeferredValue(useShownIteration())?.mixture ?? null;
  const look = useSession((state) => state.look);
  const changeLook = useSession((state) => state.changeLook);
  const picked = useSession((state) => state.picked);
  const surface = SURFACES[useComputedColorScheme("light")];
  const names = selection.columns.slice(0, MOST);
  const columns = useMemo(
    () => selection.columns.slice(0, MOST).map((_, i) => columnOf(selection, i)),
    [selection],
  );
  const colours = useMemo(
    () =>
      mixture && mixture.columns.join("\n") === selection.columns.join("\n")
        ? softColours(evaluate(mixture, selection).responsibilities, mixture.weights.length)
        : uniformColours(selection.count, surface.neutral),
    [mixture, selection, surface],
  );
  if (names.length < 2)
    return (
      <ViewSection title="Pairs">
        <p className={classes.note}>Fit to at least two columns to see them in pairs.</p>
      </ViewSection>
    );
  return (
    <ViewSection title="Pairs">
      <p className={classes.note}>
        Click a picture to bring it to the plot.
        {selection.columns.length > MOST &&
          ` The first ${MOST} of ${selection.columns.length} columns are shown.`}
      </p>
      <PairGrid
        names={names}
        columns={columns}
        colours={colours}
        marked={picked?.length === selection.count ? picked : null}
        surface={surface}
        shown={axesOf(selection.columns, look)}
        onShow={(across, up) => changeLook({ x: names[across], y: names[up] })}
      />
    </ViewSection>
  );
}
