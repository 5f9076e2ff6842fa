import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { useId, useMemo, type PointerEvent } from "react";
import { spread } from "../geometry/spread";
import { ticksWithin } from "./ticks";
import { labelWidth } from "./textWidth";
import { useSize, type Size } from "./useSize";
import classes from "./charts.module.css";

/** One mixture of a series; hollow where it may not be chosen. */
export interface CriterionPoint {
  readonly components: number;
  readonly value: number;
  readonly sound: boolean;
}

/** The mixtures of one structure. */
export interface CriterionSeries {
  readonly key: string;
  /** At the end of its line. */
  readonly letters: string;
  readonly points: readonly CriterionPoint[];
}

/** A mixture by its structure and its number of components. */
export interface Spot {
  readonly key: string;
  readonly components: number;
}

interface Props {
  readonly series: readonly CriterionSeries[];
  readonly components: readonly number[];
  readonly label: string;
  readonly best: Spot | null;
  /** The one in sight on the plot. */
  readonly current: Spot | null;
  readonly hovered: Spot | null;
  readonly summary: string;
  readonly onHover: (spot: Spot | null) => void;
  readonly onTake: (spot: Spot) => void;
}

const MARGIN = { left: 52, right: 44, top: 22, bottom: 38 };
const LABEL_GAP = 12.5;
const REACH = 22;

/** A criterion over the number of components, a line for each structure: smaller is better. */
export function CriterionChart(props: Props) {
  const [box, size] = useSize<HTMLDivElement>();
  return (
    <div ref={box} className={classes.criterion}>
      {size && <Sized {...props} size={size} />}
    </div>
  );
}

/** From the best to where three quarters of all mixtures are in sight: hopeless ones would press the others flat. */
function inSight(series: readonly CriterionSeries[]): [number, number] {
  const values = series.flatMap(({ points }) => points.map(({ value }) => value)).toSorted((a, b) => a - b);
  const low = values[0] ?? 0;
  const high = Math.max(values[Math.floor(0.75 * (values.length - 1))] ?? 1, low + 1);
  const air = 0.07 * (high - low);
  return [low - air, high + air];
}

function Sized({ series, components, size, best, current, hovered, ...props }: Props & { size: Size }) {
  const clip = useId();
  const right = size.width - MARGIN.right;
  const bottom = size.height - MARGIN.bottom;
  const domain = useMemo(() => inSight(series), [series]);
  const most = Math.max(...components);
  const x = scaleLinear([Math.min(...components) - 0.3, most + 0.3], [MARGIN.left, right]);
  const y = scaleLinear(domain, [bottom, MARGIN.top]);
  const shown = hovered ?? best;
  const { ticks } = useMemo(
    () =>
      ticksWithin(
        domain,
        bottom - MARGIN.top,
        44,
        (texts) => Math.max(...texts.map(labelWidth)) < MARGIN.left - 8,
      ),
    [domain, bottom],
  );
  const ends = series.flatMap(({ key, letters, points }) => {
    const end = points.at(-1);
    return end ? [{ key, letters, at: Math.min(Math.max(y(end.value), MARGIN.top), bottom) }] : [];
  });
  const places = spread(
    ends.map(({ at }) => at),
    LABEL_GAP,
    MARGIN.top - 4,
    bottom,
  );
  const nearest = (event: PointerEvent<SVGSVGElement>): Spot | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const pointer = { x: event.clientX - box.left, y: event.clientY - box.top };
    let found: Spot | null = null;
    let least = REACH;
    for (const { key, points } of series)
      for (const { components: count, value } of points) {
        const distance = Math.hypot(x(count) - pointer.x, y(value) - pointer.y);
        if (distance > least || y(value) < MARGIN.top) continue;
        least = distance;
        found = { key, components: count };
      }
    return found;
  };
  const draw = line<CriterionPoint>(
    (point) => x(point.components),
    (point) => y(point.value),
  );
  const markOf = (spot: Spot | null) => {
    const point = series
      .find(({ key }) => key === spot?.key)
      ?.points.find((candidate) => candidate.components === spot?.components);
    return point && { cx: x(point.components), cy: y(point.value) };
  };
  const chosen = markOf(current);
  const pointed = markOf(shown);
  return (
    // For the pointer only: the table beside it has a button for each point.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events
    <svg
      className={classes.criterionPicture}
      width={size.width}
      height={size.height}
      role="img"
      aria-label={props.summary}
      onPointerMove={(event) => props.onHover(nearest(event))}
      onPointerLeave={() => props.onHover(null)}
      onClick={() => hovered && props.onTake(hovered)}
      data-pointing={hovered !== null || undefined}
    >
      <clipPath id={clip}>
        <rect
          x={MARGIN.left}
          y={MARGIN.top - 8}
          width={right - MARGIN.left + 6}
          height={bottom - MARGIN.top + 16}
        />
      </clipPath>
      <g className={classes.axes}>
        {ticks.map(({ value, text }) => (
          <g key={value}>
            <line x1={MARGIN.left} x2={right} y1={y(value)} y2={y(value)} />
            <text x={MARGIN.left - 8} y={y(value)} dy="0.32em" textAnchor="end">
              {text}
            </text>
          </g>
        ))}
        {components.map((count) => (
          <text key={count} x={x(count)} y={bottom + 17} textAnchor="middle">
            {count}
          </text>
        ))}
        <text className={classes.axisName} x={right} y={bottom + 33} textAnchor="end">
          components K →
        </text>
        <text className={classes.axisName} x={2} y={11}>
          {props.label}, lower is better
        </text>
      </g>
      <g clipPath={`url(#${clip})`}>
        {series.map(({ key, points }) => (
          <g key={key} className={classes.series} data-shown={key === shown?.key || undefined}>
            <path d={draw([...points]) ?? undefined} />
            {points.map((point) => (
              <circle
                key={point.components}
                cx={x(point.components)}
                cy={y(point.value)}
                r={2.75}
                data-hollow={!point.sound || undefined}
              />
            ))}
          </g>
        ))}
        {chosen && <circle className={classes.currentSpot} {...chosen} r={8.5} />}
        {pointed && <circle className={classes.shownSpot} {...pointed} r={5.5} />}
      </g>
      <g className={classes.seriesNames}>
        {ends.map(({ key, letters }, i) => (
          <text
            key={key}
            x={right + 10}
            y={places[i]}
            dy="0.32em"
            data-shown={key === shown?.key || undefined}
          >
            {letters}
          </text>
        ))}
      </g>
    </svg>
  );
}
