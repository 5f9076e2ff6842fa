import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { Profile } from "../geometry/lowerBound";
import { useSize } from "./useSize";
import classes from "./charts.module.css";

interface Props {
  /** Both heights along the way from the mixture before an M-step to the one after. */
  readonly heights: readonly Profile[];
  readonly summary: string;
}

const MARGIN = { left: 8, right: 8, top: 20, bottom: 24 };
/** The log-likelihood is drawn so far below where the bound touches, in parts of what the bound gains. */
const BELOW = 1.4;

/** The log-likelihood and the bound that touches it from below, on the way that an M-step takes. */
export function BoundChart({ heights, summary }: Props) {
  const [box, size] = useSize<HTMLDivElement>();
  const start = heights.find(({ share }) => share === 0);
  const end = heights.find(({ share }) => share === 1);
  const drawing = () => {
    if (!size || !start || !end) return null;
    const gain = Math.max(end.logLikelihood - start.bound, 1e-9);
    const bottom = size.height - MARGIN.bottom;
    const x = scaleLinear(
      [heights[0].share, heights[heights.length - 1].share],
      [MARGIN.left, size.width - MARGIN.right],
    );
    const top = Math.max(...heights.map(({ logLikelihood }) => logLikelihood));
    const y = scaleLinear(
      [start.bound - BELOW * gain, Math.min(top, end.logLikelihood + BELOW * gain)],
      [bottom, MARGIN.top],
    ).clamp(true);
    const seen = heights.filter(({ bound }) => bound > start.bound - BELOW * gain);
    const path = (of: (at: Profile) => number, points: readonly Profile[]) =>
      line<Profile>(
        ({ share }) => x(share),
        (at) => y(of(at)),
      )([...points]) ?? "";
    return (
      <svg width={size.width} height={size.height} className={classes.bound} role="img" aria-label={summary}>
        {[start, end].map(({ share }) => (
          <line
            key={share}
            className={classes.boundAt}
            x1={x(share)}
            x2={x(share)}
            y1={MARGIN.top}
            y2={bottom}
          />
        ))}
        <path className={classes.boundAbove} d={path(({ logLikelihood }) => logLikelihood, heights)} />
        <path className={classes.boundBelow} d={path(({ bound }) => bound, seen)} />
        <circle className={classes.boundMark} cx={x(0)} cy={y(start.bound)} r={4.5} />
        <circle className={classes.boundMark} data-lifted cx={x(1)} cy={y(end.bound)} r={4.5} />
        <circle className={classes.boundMark} cx={x(1)} cy={y(end.logLikelihood)} r={4.5} />
        <text x={x(0)} y={size.height - 7} textAnchor="middle">
          before
        </text>
        <text x={x(1)} y={size.height - 7} textAnchor="middle">
          after the M-step
        </text>
      </svg>
    );
  };
  return (
    <div ref={box} className={classes.boundBox}>
      {drawing()}
    </div>
  );
}
