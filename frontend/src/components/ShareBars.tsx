import { componentColour, css } from "../geometry/colours";
import { ComponentMark } from "./ComponentMark";
import { percent } from "./numbers";
import classes from "./components.module.css";

/** Shares of one whole, a bar and a number for each component. */
export function ShareBars({ shares }: { shares: readonly number[] }) {
  return (
    <ul className={classes.shares}>
      {shares.map((share, k) => (
        <li key={k}>
          <ComponentMark component={k} />
          <span className={classes.shareTrack}>
            <span style={{ width: `${100 * share}%`, background: css(componentColour(k)) }} />
          </span>
          <span className={classes.shareNumber}>{percent(share)}</span>
        </li>
      ))}
    </ul>
  );
}
