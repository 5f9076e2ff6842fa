import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { useMemo } from "react";
import { useSize } from "./useSize";
import classes from "./charts.module.css";

interface Props {
  /** Total log-likelihood after each iteration, the start's first. */
  readonly values: readonly number[];
  /** How far the replay is, in iterations, and where it ends: half an iteration past the last, for the closing E-step. */
  readonly reached: number;
  readonly end: number;
  /** Room at both ends, so that the curve lies exactly above the slider's track. */
  readonly inset: number;
}

const TOP = 6;
const BOTTOM = 5;

/** The climb of the log-likelihood: it never falls, and flattens as EM converges. */
export function LikelihoodCurve({ values, reached, end, inset }: Props) {
  const [element, size] = useSize<HTMLDivElement>();
  const drawn = useMemo(() => {
    if (!size || values.length === 0) return null;
    const x = scaleLinear([0, Math.max(end, 0.5)], [inset, size.width - inset]);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const y = scaleLinear(high > low ? [low, high] : [low - 1, high + 1], [size.height - BOTTOM, TOP]);
    const path = line<number>((_, i) => x(Math.min(i, end)), y);
    return { x, y, path: path([...values, values[values.length - 1]]) ?? "" };
  }, [size, values, end, inset]);
  const before = Math.min(Math.floor(reached), values.length - 1);
  const after = Math.min(before + 1, values.length - 1);
  const value = values[before] + (reached - before) * (values[after] - values[before]);
  return (
    <div ref={element} className={classes.curve} aria-hidden="true">
      {drawn && size && (
        <svg width={size.width} height={size.height}>
          <path className={classes.curveLine} d={drawn.path} />
          <clipPath id="likelihood-so-far">
            <rect width={drawn.x(reached)} height={size.height} />
          </clipPath>
          <path className={classes.curveReached} d={drawn.path} clipPath="url(#likelihood-so-far)" />
          <circle className={classes.curveMark} cx={drawn.x(reached)} cy={drawn.y(value)} r={4.5} />
        </svg>
      )}
    </div>
  );
}
