import { componentColour, css } from "../geometry/colours";
import type { Bin } from "../geometry/histogram";
import classes from "./charts.module.css";

interface Props {
  readonly bins: readonly Bin[];
  readonly x: (value: number) => number;
  readonly y: (density: number) => number;
  /** Whether the shares belong to components, or nobody answers yet. */
  readonly split: boolean;
}

/** Bars stacked from the components' shares of each bin. */
export function HistogramBars({ bins, x, y, split }: Props) {
  return (
    <g className={classes.bars}>
      {bins.map((bin) => {
        let below = 0;
        return bin.shares.map((share, k) => {
          const bottom = y(below);
          below += share;
          return (
            <rect
              key={`${bin.from}-${k}`}
              x={x(bin.from)}
              width={x(bin.to) - x(bin.from)}
              y={y(below)}
              height={bottom - y(below)}
              fill={split ? css(componentColour(k), 0.38) : "var(--line-strong)"}
            />
          );
        });
      })}
    </g>
  );
}
