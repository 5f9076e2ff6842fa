import { useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { ComponentMark } from "../../components/ComponentMark";
import { placeOf, windowOf } from "../../geometry/window";
import { useSession } from "../../session";
import type { RowColumn, RowOrder } from "./columns";
import classes from "./rows.module.css";

interface Props {
  readonly columns: readonly RowColumn[];
  /** Samples in the order in which they are shown. */
  readonly rows: Uint32Array;
  readonly picked: Uint8Array | null;
  readonly order: RowOrder | null;
  /** Of all samples, shown or not. */
  readonly count: number;
  readonly onOrder: (order: RowOrder | null) => void;
  readonly onPick: (picked: Uint8Array | null) => void;
}

const ROW = 30;
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

/** A table of which only what is in sight exists. Arrow keys go from row to row, the space bar picks. */
export function VirtualTable({ columns, rows, picked, order, count, onOrder, onPick }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const [room, setRoom] = useState(480);
  const hovered = useSession((state) => state.hovered);
  const hover = useSession((state) => state.hover);
  const anchor = useRef(0);
  const own = useRef<number | null>(null);
  const { height, from, to, top } = windowOf(rows.length, ROW, room, scrolled);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setRoom(element.clientHeight - ROW));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const show = (place: number) => {
    if (box.current) box.current.scrollTop = placeOf(place, rows.length, ROW, room);
  };
  useLayoutEffect(() => {
    // What is pointed at on the plot comes into sight here; what is pointed at here stays where it is.
    if (hovered === null || hovered === own.current || !box.current) return;
    const place = rows.indexOf(hovered);
    if (place >= 0) box.current.scrollTop = placeOf(place, rows.length, ROW, room);
  }, [hovered, rows, room]);

  const point = (sample: number | null) => {
    own.current = sample;
    hover(sample);
  };
  const toggle = (place: number, range: boolean) => {
    const next = picked ? picked.slice() : new Uint8Array(count);
    const [low, high] = range
      ? [Math.min(anchor.current, place), Math.max(anchor.current, place)]
      : [place, place];
    const value = range ? 1 : 1 - next[rows[place]];
    for (let i = low; i <= high; i++) next[rows[i]] = value;
    anchor.current = place;
    onPick(next);
  };
  const press = (event: KeyboardEvent) => {
    const at = hovered === null ? -1 : rows.indexOf(hovered);
    const ends: Record<string, number> = { Home: 0, End: rows.length - 1 };
    const next = ends[event.key] ?? (STEPS[event.key] ?? NaN) + at;
    if (event.key === " " && at >= 0) toggle(at, event.shiftKey);
    else if (event.key === "Escape") point(null);
    else if (!Number.isNaN(next) && rows.length > 0) {
      const place = Math.min(Math.max(next, 0), rows.length - 1);
      point(rows[place]);
      if (place < from + 9 || place > to - 10) show(place);
    } else return;
    event.preventDefault();
  };

  const template = `${columns.map(({ numeric }) => (numeric ? "minmax(74px, 1fr)" : "minmax(104px, 1.3fr)")).join(" ")}`;
  return (
    <div
      ref={box}
      className={classes.grid}
      role="grid"
      aria-label="Rows"
      aria-rowcount={rows.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={hovered === null ? undefined : `row-${hovered}`}
      tabIndex={0}
      onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
      onKeyDown={press}
      onPointerLeave={() => point(null)}
    >
      <div className={classes.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
        {columns.map(({ key, title, numeric }) => (
          <div
            key={key}
            role="columnheader"
            data-numeric={numeric || undefined}
            aria-sort={order?.key === key ? (order.descending ? "descending" : "ascending") : undefined}
          >
            <button type="button" title={title} onClick={() => onOrder(turned(order, key))}>
              {title}
              {order?.key === key && <span aria-hidden="true">{order.descending ? " ↓" : " ↑"}</span>}
            </button>
          </div>
        ))}
      </div>
      <div role="rowgroup" style={{ height }} className={classes.whole}>
        <div style={{ transform: `translateY(${top}px)` }}>
          {Array.from(rows.subarray(from, to), (sample, i) => (
            // The keys belong to the whole table, which has the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={sample}
              id={`row-${sample}`}
              role="row"
              tabIndex={-1}
              aria-rowindex={from + i + 2}
              aria-selected={picked?.[sample] === 1}
              className={classes.row}
              data-hovered={sample === hovered || undefined}
              style={{ gridTemplateColumns: template }}
              onPointerEnter={() => point(sample)}
              onClick={(event: MouseEvent) => toggle(from + i, event.shiftKey)}
            >
              {columns.map(({ key, text, numeric, component }) => (
                <div key={key} role="gridcell" data-numeric={numeric || undefined}>
                  {component && <ComponentMark component={component(sample)} />}
                  {text(sample)}
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** A click on a heading: the least first, then the greatest first, then the order of the file. */
function turned(order: RowOrder | null, key: string): RowOrder | null {
  if (order?.key !== key) return { key, descending: false };
  return order.descending ? null : { key, descending: true };
}
