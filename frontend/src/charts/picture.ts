import { css } from "../geometry/colours";
import { discRadius, paintScatter, type Scatter } from "./paint";
import type { Surface } from "./surface";
import type { Size } from "./useSize";

interface Painted {
  readonly size: Size;
  readonly scatter: Scatter;
  readonly surface: Surface;
}

/** What each canvas shows, so that it can be painted in another size or drawn as circles. */
const shown = new WeakMap<HTMLCanvasElement, Painted>();

export const rememberScatter = (canvas: HTMLCanvasElement, painted: Painted) => shown.set(canvas, painted);

/** Above so many points a picture of them is smaller than as many circles, and looks the same. */
const MOST_CIRCLES = 5_000;
/** Pixels of such a picture per pixel of the page. */
const DENSITY = 3;
const SVG = "http://www.w3.org/2000/svg";

/** What style sheets say of a mark, and a file on its own has to say itself. */
const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linejoin",
  "paint-order",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
] as const;

/** A plot as an SVG document of its own: what is drawn over the points as it is, the points as circles or a picture. */
export function pictureOf(plot: Element): string {
  const { width, height } = plot.getBoundingClientRect();
  const root = document.createElementNS(SVG, "svg");
  setAll(root, { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  const paper = document.createElementNS(SVG, "rect");
  setAll(paper, { width, height, fill: getComputedStyle(plot).getPropertyValue("--surface").trim() });
  root.append(paper);
  for (const part of plot.querySelectorAll<SVGSVGElement | HTMLCanvasElement>("svg, canvas")) {
    const drawn = part instanceof HTMLCanvasElement ? pointsOf(part) : styled(part);
    root.append(clipped(drawn, part, { width, height }, root));
  }
  return new XMLSerializer().serializeToString(root);
}

const setAll = (element: Element, attributes: Record<string, string | number>) => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
};

/** A copy that looks the same without the page's style sheets. */
function styled(part: SVGSVGElement): Element {
  const copy = part.cloneNode(true) as SVGSVGElement;
  const originals = [...part.querySelectorAll("*")];
  [...copy.querySelectorAll("*")].forEach((element, i) => {
    const style = getComputedStyle(originals[i]);
    for (const name of STYLES) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute("class");
    element.removeAttribute("style");
  });
  const group = document.createElementNS(SVG, "g");
  group.append(...copy.childNodes);
  return group;
}

function pointsOf(canvas: HTMLCanvasElement): Element {
  const group = document.createElementNS(SVG, "g");
  const painted = shown.get(canvas);
  if (!painted) return group;
  const { scatter, size, surface } = painted;
  const count = scatter.pixels.length / 2;
  if (count > MOST_CIRCLES) {
    const image = document.createElementNS(SVG, "image");
    setAll(image, { width: size.width, height: size.height, href: repainted(painted) });
    group.append(image);
    return group;
  }
  const order = Array.from({ length: count }, (_, n) => n).toSorted(
    (a, b) => (scatter.marked?.[a] ?? 0) - (scatter.marked?.[b] ?? 0),
  );
  for (const n of order) {
    const circle = document.createElementNS(SVG, "circle");
    const standsOut = scatter.marked?.[n] === 1;
    setAll(circle, {
      cx: scatter.pixels[2 * n].toFixed(1),
      cy: scatter.pixels[2 * n + 1].toFixed(1),
      r: discRadius(count).toFixed(2),
      fill: css([scatter.colours[3 * n], scatter.colours[3 * n + 1], scatter.colours[3 * n + 2]]),
      "fill-opacity": scatter.marked && !standsOut ? 0.5 : 0.9,
      stroke: css(standsOut ? surface.ink : surface.paper),
      "stroke-width": standsOut ? 1.7 : 0.8,
    });
    group.append(circle);
  }
  return group;
}

/** The points, painted finer than the page shows them. */
function repainted({ scatter, size, surface }: Painted): string {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(DENSITY * size.width);
  canvas.height = Math.round(DENSITY * size.height);
  const context = canvas.getContext("2d");
  if (!context) return "";
  const image = context.createImageData(canvas.width, canvas.height);
  const radius = discRadius(scatter.pixels.length / 2);
  paintScatter(image, scatter, { density: DENSITY, radius, paper: surface.paper, ink: surface.ink });
  context.putImageData(image, 0, 0);
  return canvas.toDataURL("image/png");
}

/** Cut off where the page cuts it off: zoomed in, marks would stand over the axes. */
function clipped(drawn: Element, part: Element, size: Size, root: Element): Element {
  const inset = /^inset\((.*)\)$/.exec(part.parentElement?.style.clipPath ?? "");
  if (!inset) return drawn;
  const [top, right = top, bottom = top, left = right] = inset[1].split(" ").map(Number.parseFloat);
  const clip = document.createElementNS(SVG, "clipPath");
  const frame = document.createElementNS(SVG, "rect");
  setAll(frame, { x: left, y: top, width: size.width - left - right, height: size.height - top - bottom });
  clip.id = `frame-${root.childElementCount}`;
  clip.append(frame);
  root.append(clip);
  const group = document.createElementNS(SVG, "g");
  group.setAttribute("clip-path", `url(#${clip.id})`);
  group.append(drawn);
  return group;
}
