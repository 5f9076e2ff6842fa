import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { componentColour, css, isDashed } from "../geometry/colours";
import { densityCurves } from "../geometry/curves";
import type { Mixture } from "../geometry/mixture";
import { labelWidth } from "./textWidth";
import { ticksWithin } from "./ticks";
import { useSize } from "./useSize";
import classes from "./charts.module.css";

interface Props {
  /** Of one column. */
  readonly mixture: Mixture;
  readonly domain: readonly [number, number];
  readonly label: string;
  readonly summary: string;
}

const MARGIN = { side: 14, top: 8, bottom: 36 };

/** The density of one column, whole and by component. */
export function SliceCurve({ mixture, domain, label, summary }: Props) {
  const [box, size] = useSize<HTMLDivElement>();
  const curves = densityCurves(mixture, domain);
  const peak = Math.max(...curves.total);
  if (!size) return <div ref={box} className={classes.slice} />;
  const bottom = size.height - MARGIN.bottom;
  const x = scaleLinear(domain, [MARGIN.side, size.width - MARGIN.side]);
  const y = scaleLinear([0, peak > 0 ? peak : 1], [bottom, MARGIN.top]);
  const path = (values: readonly number[]) =>
    line<number>((_, i) => x(curves.places[i]), y)(values) ?? undefined;
  const { ticks } = ticksWithin(
    [domain[0], domain[1]],
    size.width - 2 * MARGIN.side,
    70,
    (texts, apart) => Math.max(...texts.map(labelWidth)) + 12 < apart,
  );
  return (
    <div ref={box} className={classes.slice}>
      <svg width={size.width} height={size.height} role="img" aria-label={summary}>
        <g className={classes.axes}>
          <line x1={MARGIN.side} x2={size.width - MARGIN.side} y1={bottom} y2={bottom} />
          {ticks.map(({ value, text }) => (
            <text key={value} x={x(value)} y={bottom + 16} textAnchor="middle">
              {text}
            </text>
          ))}
          <text className={classes.axisName} x={size.width - MARGIN.side} y={bottom + 32} textAnchor="end">
            {label} →
          </text>
        </g>
        {curves.components.map((values, k) => (
          <path
            key={k}
            className={classes.componentCurve}
            stroke={css(componentColour(k))}
            strokeDasharray={isDashed(k) ? "7 4" : undefined}
            d={path(values)}
          />
        ))}
        <path className={classes.densityCurve} data-under d={path(curves.total)} />
      </svg>
    </div>
  );
}
