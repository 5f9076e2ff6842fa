import { useMemo, useRef, type ReactNode } from "react";
import type { Mixture } from "../geometry/mixture";
import type { Interval } from "../geometry/points";
import { projectAll, projectionOnto, zoomed, type Frame, type Projection } from "../geometry/projection";
import { Axes } from "./Axes";
import { ComponentBadges, CovarianceEllipses } from "./CovarianceEllipses";
import { DensityContours } from "./DensityContours";
import { frameOf } from "./frame";
import { PointPicker } from "./PointPicker";
import { ScatterCanvas } from "./ScatterCanvas";
import type { Surface } from "./surface";
import { useSize, type Size } from "./useSize";
import { useZoom } from "./useZoom";
import { ZoomButtons } from "./ZoomButtons";
import classes from "./charts.module.css";

export interface Layers {
  readonly ellipses: boolean;
  readonly contours: boolean;
}

/** How data lie on the screen, and where. */
export interface Place {
  readonly projection: Projection;
  readonly frame: Frame;
}

interface Props {
  /** Another scene (other data or axes) begins unzoomed. */
  readonly scene: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly domain: { readonly x: Interval; readonly y: Interval };
  readonly xLabel: string;
  readonly yLabel: string;
  readonly colours: Uint8ClampedArray;
  readonly marked: Uint8Array | null;
  /** The marginal of the two shown columns; null before there is one. */
  readonly mixture: Mixture | null;
  readonly layers: Layers;
  readonly surface: Surface;
  readonly summary: string;
  readonly selected: number | null;
  readonly onSelect: (point: number | null) => void;
  /** What is said about the selected point, beside it. */
  readonly card: ReactNode;
  /** Drawn above all else, in the same coordinates. */
  readonly over?: (place: Place) => ReactNode;
}

/** Points in soft colours with the mixture laid over them: a canvas below, crisp SVG above. */
export function MixturePlot(props: Props) {
  const [box, size] = useSize<HTMLDivElement>();
  return (
    <div ref={box} className={classes.plot}>
      {size && <SizedPlot {...props} size={size} />}
    </div>
  );
}

function SizedPlot({ size, x, y, domain, mixture, layers, surface, ...props }: Props & { size: Size }) {
  const area = useRef<HTMLDivElement>(null);
  const { transform, zoomBy, reset } = useZoom(area, props.scene);
  const frame = useMemo(() => frameOf(size), [size]);
  const projection = useMemo(
    () => zoomed(projectionOnto(frame, domain.x, domain.y), transform),
    [frame, domain, transform],
  );
  const pixels = useMemo(() => projectAll(projection, x, y), [projection, x, y]);
  const scatter = useMemo(
    () => ({ pixels, colours: props.colours, marked: props.marked }),
    [pixels, props.colours, props.marked],
  );
  return (
    <>
      <PointPicker
        area={area}
        size={size}
        pixels={pixels}
        selected={props.selected}
        onSelect={props.onSelect}
        onZoom={zoomBy}
        onReset={reset}
        card={props.card}
      >
        <svg className={classes.layer} width={size.width} height={size.height} aria-hidden="true">
          <Axes frame={frame} projection={projection} xLabel={props.xLabel} yLabel={props.yLabel} />
        </svg>
        <div className={classes.layer} style={{ clipPath: insetOf(frame, size) }}>
          <ScatterCanvas size={size} scatter={scatter} surface={surface} summary={props.summary} />
          <svg className={classes.layer} width={size.width} height={size.height} aria-hidden="true">
            {mixture && layers.ellipses && <CovarianceEllipses mixture={mixture} projection={projection} />}
            {mixture && layers.contours && (
              <DensityContours mixture={mixture} projection={projection} frame={frame} />
            )}
            {mixture && layers.ellipses && <ComponentBadges mixture={mixture} projection={projection} />}
          </svg>
          {props.over && (
            <svg className={classes.layer} width={size.width} height={size.height}>
              {props.over({ projection, frame })}
            </svg>
          )}
        </div>
      </PointPicker>
      <ZoomButtons
        onZoom={zoomBy}
        onReset={reset}
        moved={transform.k !== 1 || transform.x !== 0 || transform.y !== 0}
      />
    </>
  );
}

const insetOf = (frame: Frame, size: Size) =>
  `inset(${frame.top}px ${size.width - frame.left - frame.width}px ${size.height - frame.top - frame.height}px ${frame.left}px)`;
