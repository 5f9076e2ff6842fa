import { useMemo } from "react";
import { contoursOnScreen, ringsPath } from "../geometry/contours";
import { enclosingLevels } from "../geometry/levels";
import type { Mixture } from "../geometry/mixture";
import type { Frame, Projection } from "../geometry/projection";
import classes from "./charts.module.css";

interface Props {
  readonly mixture: Mixture;
  readonly projection: Projection;
  readonly frame: Frame;
  /** Of which regions the edges are drawn, the largest first. */
  readonly probabilities?: readonly number[];
}

const PROBABILITIES = [0.95, 0.8, 0.5] as const;

/** The smallest regions in which the mixture expects these shares of all samples: 50, 80 and 95 % if nothing is said. */
export function DensityContours({ mixture, projection, frame, probabilities = PROBABILITIES }: Props) {
  const levels = useMemo(() => enclosingLevels(mixture, probabilities), [mixture, probabilities]);
  const lines = useMemo(
    () => contoursOnScreen(mixture, levels, projection, frame),
    [mixture, levels, projection, frame],
  );
  return (
    <g className={classes.contours}>
      {lines.map(({ rings, label }, i) => (
        <g key={probabilities[i]}>
          <path d={ringsPath(rings)} fillRule="evenodd" />
          {label && (
            <text x={label.x} y={Math.max(label.y - 4, frame.top + 11)} textAnchor="middle">
              {Math.round(probabilities[i] * 100)} %
            </text>
          )}
        </g>
      ))}
    </g>
  );
}
