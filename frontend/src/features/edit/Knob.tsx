import { useEffect, useRef, type KeyboardEvent } from "react";
import { percent, significant } from "../../components/numbers";
import type { Structure } from "../../geometry/structure";
import { useSessionStores } from "../../session";
import { keyed } from "./keys";
import { badgePlace, dragged, type Ground } from "./plane";
import { useGrab } from "./useGrab";
import classes from "./edit.module.css";

interface Props {
  readonly plane: Ground;
  readonly component: number;
  readonly structure: Structure;
  readonly focused: boolean;
}

/** After a press, EM waits this long for another before it takes over. */
const PATIENCE = 450;

/** A component's number, to take hold of: with the pointer, a finger, or the keys. */
export function Knob({ plane, component, structure, focused }: Props) {
  const { store } = useSessionStores();
  const at = badgePlace(plane, component);
  const grab = useGrab(component, at, (base, to) => dragged(plane, base, component, to));
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const knob = useRef<SVGGElement>(null);
  useEffect(() => () => clearTimeout(waiting.current), []);
  useEffect(() => {
    // Whoever chooses a component by a key goes on with keys.
    if (focused) knob.current?.focus({ preventScroll: true });
  }, [focused]);

  const letGo = () => {
    clearTimeout(waiting.current);
    store.getState().letGo();
  };

  const press = (event: KeyboardEvent<SVGGElement>) => {
    const { takeInHand, dropDraft, focusOn, removeComponent } = store.getState();
    const change = keyed(event, plane, component, structure);
    const removes = (event.key === "Delete" || event.key === "Backspace") && plane.mixture.weights.length > 1;
    if (change) {
      takeInHand(change);
      clearTimeout(waiting.current);
      waiting.current = setTimeout(letGo, PATIENCE);
    } else if (removes) {
      clearTimeout(waiting.current);
      removeComponent(component);
    } else if (event.key === "Escape") {
      clearTimeout(waiting.current);
      dropDraft();
      focusOn(null);
      event.currentTarget.blur();
    } else if (event.key === "Enter") document.getElementById("component-weight")?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const { mixture } = plane;
  const mean = mixture.columns.map((name, i) => `${name} ${significant(mixture.means[component][i], 3)}`);
  return (
    <g
      {...grab}
      ref={knob}
      id={knobId(component)}
      data-grab="mean"
      data-focused={focused || undefined}
      className={classes.knob}
      transform={`translate(${at.x} ${at.y})`}
      role="button"
      tabIndex={0}
      aria-label={`Component ${component + 1}: weight ${percent(mixture.weights[component])}, mean ${mean.join(", ")}`}
      aria-describedby={KNOB_KEYS}
      onFocus={() => store.getState().focusOn(component)}
      onBlur={letGo}
      onKeyDown={press}
    >
      <circle className={classes.reach} r={20} />
      <circle className={classes.ring} r={14} />
    </g>
  );
}

/** Id of the sentence about the keys. */
export const KNOB_KEYS = "component-keys";

export const knobId = (component: number): string => `component-${component + 1}`;
