import { ActionIcon } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useEffect } from "react";
import { ComponentMark } from "../../components/ComponentMark";
import { decimalsFor, percent } from "../../components/numbers";
import type { Mixture } from "../../geometry/mixture";
import { LEAST_WEIGHT, moved, reshaped, reweighted } from "../../geometry/shaping";
import { structureOf, type Structure } from "../../geometry/structure";
import { axesOf, useSession, useShownIteration, useShownRun } from "../../session";
import { NumberField } from "./NumberField";
import classes from "./edit.module.css";

/** The component that a person is busy with, in numbers: whatever can be dragged can be typed as well. */
export function ComponentEditor() {
  const focus = useSession((state) => state.focus);
  const focusOn = useSession((state) => state.focusOn);
  const shown = useShownIteration();
  useEffect(() => {
    if (focus === null) return undefined;
    const elsewhere = ({ target }: PointerEvent) => {
      if (target instanceof Element && !target.closest("[data-grab], [data-editor]")) focusOn(null);
    };
    window.addEventListener("pointerdown", elsewhere);
    return () => window.removeEventListener("pointerdown", elsewhere);
  }, [focus, focusOn]);
  if (focus === null || !shown || focus >= shown.mixture.weights.length) return null;
  return <Fields mixture={shown.mixture} component={focus} />;
}

function Fields({ mixture, component }: { readonly mixture: Mixture; readonly component: number }) {
  const takeInHand = useSession((state) => state.takeInHand);
  const letGo = useSession((state) => state.letGo);
  const removeComponent = useSession((state) => state.removeComponent);
  const look = useSession((state) => state.look);
  const structure = structureOf(useShownRun().settings.structure);
  const axes = [...new Set(axesOf(mixture.columns, look))];
  const weight = mixture.weights[component];
  const alone = mixture.weights.length === 1;
  return (
    <fieldset className={classes.editor} data-editor aria-label={`Component ${component + 1}`}>
      <ComponentMark component={component} />
      <label>
        weight
        <input
          id="component-weight"
          type="range"
          min={LEAST_WEIGHT}
          max={1 - LEAST_WEIGHT}
          step={0.005}
          value={weight}
          disabled={alone}
          aria-valuetext={percent(weight)}
          onChange={(event) => {
            const wanted = Number(event.currentTarget.value);
            takeInHand((base) => reweighted(base, component, wanted));
          }}
          onPointerUp={letGo}
          onKeyUp={letGo}
          onBlur={letGo}
        />
        <output>{percent(weight)}</output>
      </label>
      {axes.map((column) => {
        const deviation = Math.sqrt(mixture.covariances[component][column][column]);
        const decimals = decimalsFor(deviation);
        return (
          <span key={column} className={classes.pair}>
            <NumberField
              label={mixture.columns[column]}
              title={`Mean of ${mixture.columns[column]}`}
              value={mixture.means[component][column]}
              decimals={decimals}
              onChange={(to) => takeInHand((base) => moved(base, component, [column], [to]))}
              onDone={letGo}
            />
            <NumberField
              label="±"
              title={`Standard deviation of ${mixture.columns[column]}`}
              value={deviation}
              decimals={decimals}
              positive
              onChange={(to) => takeInHand((base) => widened(base, component, column, to, structure))}
              onDone={letGo}
            />
          </span>
        );
      })}
      <ActionIcon
        variant="default"
        size="md"
        aria-label="Remove the component"
        title="Remove the component"
        disabled={alone}
        onClick={() => removeComponent(component)}
      >
        <IconTrash size={15} stroke={1.7} />
      </ActionIcon>
    </fieldset>
  );
}

/** Component k with this standard deviation in one column; its correlations stay as far as the structure has them stay. */
const widened = (
  base: Mixture,
  k: number,
  column: number,
  deviation: number,
  structure: Structure,
): Mixture => reshaped(base, k, [column], [[deviation * deviation]], structure);
