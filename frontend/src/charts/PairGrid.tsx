import { useMemo } from "react";
import { paddedExtent } from "../geometry/points";
import { projectAll, projectionOnto } from "../geometry/projection";
import { ScatterCanvas } from "./ScatterCanvas";
import type { Surface } from "./surface";
import { useSize } from "./useSize";
import classes from "./charts.module.css";

interface Props {
  readonly names: readonly string[];
  /** A column each. */
  readonly columns: readonly Float64Array[];
  readonly colours: Uint8ClampedArray;
  readonly marked: Uint8Array | null;
  readonly surface: Surface;
  /** The two columns that the large plot shows, across and up. */
  readonly shown: readonly [number, number];
  readonly onShow: (across: number, up: number) => void;
}

const GAP = 6;

/** Every column against every other; each picture is a button that brings it to the large plot. */
export function PairGrid({ names, columns, shown, onShow, ...look }: Props) {
  const [box, size] = useSize<HTMLDivElement>();
  const side = size ? Math.floor((size.width - GAP * (names.length - 1)) / names.length) : 0;
  return (
    <div ref={box} className={classes.pairs} style={{ gridTemplateColumns: `repeat(${names.length}, 1fr)` }}>
      {side > 0 &&
        names.map((up, j) =>
          names.map((across, i) =>
            i === j ? (
              <div key={`${i}-${j}`} className={classes.pairName} style={{ height: side }}>
                {up}
              </div>
            ) : (
              <button
                key={`${i}-${j}`}
                type="button"
                className={classes.pair}
                style={{ height: side }}
                aria-label={`Show ${across} across and ${up} up`}
                aria-pressed={shown[0] === i && shown[1] === j}
                title={`${across} →, ${up} ↑`}
                onClick={() => onShow(i, j)}
              >
                <Pair x={columns[i]} y={columns[j]} side={side} {...look} />
              </button>
            ),
          ),
        )}
    </div>
  );
}

interface PairProps extends Pick<Props, "colours" | "marked" | "surface"> {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly side: number;
}

function Pair({ x, y, side, colours, marked, surface }: PairProps) {
  const size = useMemo(() => ({ width: side, height: side }), [side]);
  const pixels = useMemo(() => {
    const frame = { left: 0, top: 0, width: side, height: side };
    return projectAll(projectionOnto(frame, paddedExtent(x), paddedExtent(y)), x, y);
  }, [x, y, side]);
  const scatter = useMemo(() => ({ pixels, colours, marked }), [pixels, colours, marked]);
  return <ScatterCanvas size={size} scatter={scatter} surface={surface} summary="" />;
}
