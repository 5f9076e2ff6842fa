import type { Mixture } from "../geometry/mixture";
import { conforming, structureOf } from "../geometry/structure";
import { packed, unpacked } from "./packedPoints";
import { ALL_STRUCTURES, INITIALISATIONS, SETTINGS, type FitSettings } from "./settings";

/** Where the data of a link come from. Files are never in a link: it only says how many rows there were. */
export type LinkedData =
  | { readonly kind: "example"; readonly id: string }
  | { readonly kind: "drawn"; readonly columns: readonly string[]; readonly points: Float64Array }
  | { readonly kind: "own"; readonly rows: number };

/** A view of the page, as an address has it. */
export interface Link {
  readonly data: LinkedData;
  readonly columns: readonly string[];
  readonly settings: FitSettings;
  /** The mixture that a person began with; null where the settings say how the start is found. */
  readonly start: Pick<Mixture, "weights" | "means" | "covariances"> | null;
  /** The moment of the replay; null for its end. */
  readonly moment: number | null;
  readonly x: string | null;
  readonly y: string | null;
  readonly layers: { readonly ellipses: boolean; readonly contours: boolean; readonly unusual: boolean };
  readonly view: string;
}

const VERSION = "v1";
const LETTERS = { ellipses: "c", contours: "d", unusual: "u" } as const;

/** Digits of a start: more than EM's first step keeps of them. */
const DIGITS = 7;

/** The part of an address behind its “#”. */
export function encodeLink({ data, columns, settings, start, moment, x, y, layers, view }: Link): string {
  const fields = new URLSearchParams();
  if (data.kind === "example") fields.set("d", data.id);
  else if (data.kind === "drawn") fields.set("p", packed(data.points));
  else fields.set("rows", String(data.rows));
  // How a file's columns are called is its owner's affair as well.
  if (data.kind !== "own") {
    for (const column of columns) fields.append("col", column);
    if (x !== null) fields.set("x", x);
    if (y !== null) fields.set("y", y);
  }
  fields.set("k", String(settings.components));
  fields.set("shape", settings.structure);
  fields.set("init", settings.init);
  fields.set("seed", String(settings.seed));
  fields.set("starts", String(settings.starts));
  if (start && data.kind !== "own") fields.set("from", numbersOf(start).map(written).join("_"));
  if (moment !== null) fields.set("at", String(moment));
  const shown = (Object.keys(LETTERS) as (keyof typeof LETTERS)[]).filter((layer) => layers[layer]);
  fields.set("show", shown.map((layer) => LETTERS[layer]).join(""));
  fields.set("view", view);
  return `${VERSION}&${fields.toString()}`;
}

const written = (value: number): string => String(Number(value.toPrecision(DIGITS)));

/** What an address asks for; null where it is not one of this page's, or of a version that it does not know. */
export function decodeLink(hash: string): Link | null {
  const [version, ...rest] = hash.replace(/^#/, "").split("&");
  if (version !== VERSION) return null;
  const fields = new URLSearchParams(rest.join("&"));
  const data = dataOf(fields);
  const settings = settingsOf(fields);
  if (!data || !settings) return null;
  const columns = data.kind === "drawn" ? data.columns : fields.getAll("col");
  const show = fields.get("show") ?? "cd";
  return {
    data,
    columns,
    settings,
    start: startOf(fields.get("from"), settings, columns.length),
    moment: whole(fields.get("at"), 0, Infinity),
    x: fields.get("x"),
    y: fields.get("y"),
    layers: {
      ellipses: show.includes(LETTERS.ellipses),
      contours: show.includes(LETTERS.contours),
      unusual: show.includes(LETTERS.unusual),
    },
    view: fields.get("view") ?? "",
  };
}

function dataOf(fields: URLSearchParams): LinkedData | null {
  const id = fields.get("d");
  if (id) return /^[\w-]+$/.test(id) ? { kind: "example", id } : null;
  const rows = whole(fields.get("rows"), 0, Infinity);
  if (rows !== null) return { kind: "own", rows };
  const points = unpacked(fields.get("p") ?? "");
  const columns = fields.getAll("col");
  return points && columns.length === 2 ? { kind: "drawn", columns, points } : null;
}

function settingsOf(fields: URLSearchParams): FitSettings | null {
  const structure = ALL_STRUCTURES.find(({ value }) => value === fields.get("shape"))?.value;
  const init = fields.get("init") ?? "";
  const components = whole(fields.get("k"), 1, 50);
  const seed = whole(fields.get("seed"), 0, 2 ** 31 - 1);
  const starts = whole(fields.get("starts"), 1, 1000);
  if (!structure || !Object.hasOwn(INITIALISATIONS, init)) return null;
  if (components === null || seed === null || starts === null) return null;
  return { ...SETTINGS, components, structure, init: init as FitSettings["init"], seed, starts };
}

function whole(text: string | null, least: number, most: number): number | null {
  if (text === null || !/^\d{1,15}$/.test(text)) return null;
  const number = Number(text);
  return number >= least && number <= most ? number : null;
}

/** Weights, means, and the lower triangles of the covariances, in a row. */
const numbersOf = ({ weights, means, covariances }: NonNullable<Link["start"]>): number[] => [
  ...weights,
  ...means.flat(),
  ...covariances.flatMap((covariance) => covariance.flatMap((row, i) => row.slice(0, i + 1))),
];

function startOf(
  text: string | null,
  { components, structure }: FitSettings,
  dimensions: number,
): Link["start"] {
  const numbers = text?.split("_").map(Number) ?? [];
  const each = (dimensions * (dimensions + 1)) / 2;
  if (dimensions === 0 || numbers.length !== components * (1 + dimensions + each)) return null;
  if (!numbers.every(Number.isFinite)) return null;
  const weights = numbers.slice(0, components);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const from = components * (1 + dimensions);
  const covariances = weights.map((_, k) => {
    const triangle = numbers.slice(from + k * each, from + (k + 1) * each);
    const at = (i: number, j: number) => triangle[(i * (i + 1)) / 2 + j];
    return Array.from({ length: dimensions }, (__, i) =>
      Array.from({ length: dimensions }, (___, j) => (i >= j ? at(i, j) : at(j, i))),
    );
  });
  if (
    !weights.every((weight) => weight > 0) ||
    !covariances.every((matrix) => matrix.every((row, i) => row[i] > 0))
  )
    return null;
  return {
    weights: weights.map((weight) => weight / total),
    means: weights.map((_, k) =>
      numbers.slice(components + k * dimensions, components + (k + 1) * dimensions),
    ),
    // Rounded, they would miss by a hair what their structure has in common.
    covariances: conforming(covariances, 0, structureOf(structure)),
  };
}
