import { componentColour, css, inkOn } from "../geometry/colours";
import classes from "./components.module.css";

/** A component's number on its colour, as on the plot. */
export function ComponentMark({ component }: { component: number }) {
  const colour = componentColour(component);
  return (
    <span className={classes.mark} style={{ background: css(colour), color: inkOn(colour) }}>
      {component + 1}
    </span>
  );
}
