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
}

const PROBABILITIES = [0.95, 0.8, 0.5] as const;

/** The smallest regions in which the mixture expects 50, 80 and 95 % of all samples. */
export function DensityContours({ mixture, projection, frame }: Props) {
  const levels = useMemo(() => enclosingLevels(mixture, PROBABILITIES), [mixture]);
  const lines = useMemo(
    () => contoursOnScreen(mixture, levels, projection, frame),
    [mixture, levels, projection, frame],
  );
  return (
    <g className={classes.contours}>
      {lines.map(({ rings, label }, i) => (
        <g key={PROBABILITIES[i]}>
          <path d={ringsPath(rings)} fillRule="evenodd" />
          {label && (
            <text x={label.x} y={Math.max(label.y - 4, frame.top + 11)} textAnchor="middle">
              {PROBABILITIES[i] * 100} %
            </text>
          )}
        </g>
      ))}
    </g>
  );
}
