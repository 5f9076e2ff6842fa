import { useMemo } from "react";
import { NumberInput } from "@mantine/core";
import { fixed, percent, significant } from "../../components/numbers";
import { ShareBars } from "../../components/ShareBars";
import { ViewSection } from "../../components/ViewSection";
import { evaluate } from "../../geometry/density";
import { enclosedAt } from "../../geometry/enclosed";
import { useKept, useSession, useShownIteration, useShownRun } from "../../session";
import classes from "./density.module.css";

/** More fields than this would hide all else. */
const MOST_COLUMNS = 12;

/** How dense the mixture is at a place: the row that is pointed at, or numbers of one's own. */
export function ReadOut() {
  const iteration = useShownIteration();
  const { selection } = useShownRun();
  const hovered = useSession((state) => state.hovered);
  const [typed, setTyped] = useKept<Readonly<Record<string, number>>>("density place", {});
  const mixture = iteration?.mixture ?? null;
  const at = hovered !== null && hovered < selection.count ? hovered : null;
  const place = useMemo(
    () =>
      selection.columns.map((name, i) => {
        if (at !== null) return selection.values[at * selection.dimensions + i];
        const mean = mixture?.weights.reduce((sum, weight, k) => sum + weight * mixture.means[k][i], 0) ?? 0;
        return typed[name] ?? Number(mean.toPrecision(4));
      }),
    [selection, at, typed, mixture],
  );
  const said = useMemo(() => {
    if (!mixture || mixture.columns.length !== place.length) return null;
    const { logDensity, responsibilities } = evaluate(mixture, {
      values: Float64Array.from(place),
      count: 1,
      dimensions: place.length,
    });
    return {
      logDensity: logDensity[0],
      shares: [...responsibilities],
      held: enclosedAt(mixture, logDensity[0]),
    };
  }, [mixture, place]);
  if (!said || selection.dimensions > MOST_COLUMNS) return null;
  return (
    <ViewSection
      title="At one place"
      aside={
        <span className={classes.aside}>
          {at === null ? "type, or point at a row" : `row ${selection.rowNumbers[at]}`}
        </span>
      }
    >
      <div className={classes.place}>
        {selection.columns.map((name, i) => (
          <NumberInput
            key={name}
            size="xs"
            label={name}
            hideControls
            value={place[i]}
            onChange={(value) => {
              const number = Number(value);
              if (value !== "" && Number.isFinite(number) && at === null)
                setTyped({ ...typed, [name]: number });
            }}
          />
        ))}
      </div>
      <p className={classes.said}>
        Density {significant(Math.exp(said.logDensity), 3)}, log-density {fixed(said.logDensity, 3)}.{" "}
        {said.held >= 1
          ? "Beyond the region that holds 99.5 % of the mixture."
          : `At the edge of the region that holds ${percent(said.held)} of the mixture.`}
      </p>
      <ShareBars shares={said.shares} />
    </ViewSection>
  );
}
