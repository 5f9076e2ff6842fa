import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeLink, encodeLink, type Link } from "./link";
import { packed, unpacked } from "./packedPoints";
import { SETTINGS } from "./settings";

const link: Link = {
  data: { kind: "example", id: "old-faithful" },
  columns: ["eruptions", "waiting & more"],
  settings: { ...SETTINGS, components: 2, structure: "full", seed: 7, starts: 3 },
  start: {
    weights: [0.25, 0.75],
    means: [
      [1.5, -2],
      [3, 40],
    ],
    covariances: [
      [
        [1, 0.5],
        [0.5, 2],
      ],
      [
        [1, 0.5],
        [0.5, 2],
      ],
    ],
  },
  moment: 9,
  x: "eruptions",
  y: "waiting & more",
  layers: { ellipses: true, contours: false, unusual: true },
  view: "components",
};

describe("a link", () => {
  it("brings back what it was made of", () => {
    expect(decodeLink(`#${encodeLink(link)}`)).toEqual(link);
    expect(decodeLink(encodeLink({ ...link, start: null, moment: null }))).toMatchObject({
      start: null,
      moment: null,
    });
  });

  it("has covariances that conform to their structure, though they were rounded", () => {
    const sized = { ...link, settings: { ...link.settings, structure: "EVV" as const } };
    const [a, b] = decodeLink(encodeLink(sized))?.start?.covariances ?? [];
    const determinant = ([[xx, xy], [, yy]]: typeof a) => xx * yy - xy * xy;

    expect(determinant(a)).toBeCloseTo(determinant(b), 12);
  });

  it("says nothing of a file but how many rows it has", () => {
    const text = encodeLink({ ...link, data: { kind: "own", rows: 12 } });

    expect(text).not.toMatch(/waiting|eruptions|from=/);
    expect(decodeLink(text)).toMatchObject({ data: { kind: "own", rows: 12 }, columns: [], start: null });
  });

  it.each([
    "",
    "#section",
    "#v2&d=iris&k=2",
    "#v1&d=iris",
    "#v1&d=../secret&k=2&shape=full&init=auto&seed=0&starts=1",
    "#v1&d=iris&k=999&shape=full&init=auto&seed=0&starts=1",
    "#v1&d=iris&k=2&shape=toString&init=auto&seed=0&starts=1",
    "#v1&d=iris&k=2&shape=full&init=toString&seed=0&starts=1",
    "#v1&p=!!&col=x&col=y&k=2&shape=full&init=auto&seed=0&starts=1",
  ])("that asks for nothing that there is, is none: %s", (hash) => {
    expect(decodeLink(hash)).toBeNull();
  });

  it("is not thrown off its track by a start that makes no sense", () => {
    const text = encodeLink(link);

    expect(decodeLink(text.replace("from=0.25", "from=-0.25"))?.start).toBeNull();
    expect(decodeLink(text.replace("from=0.25", "from=NaN"))?.start).toBeNull();
    expect(decodeLink(text.replace("from=0.25_", "from="))?.start).toBeNull();
  });

  it("survives any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeLink(`#v1&${text}`)).not.toThrow();
      }),
    );
  });
});

describe("drawn points in a link", () => {
  it("come back to within a four-thousandth of their range", () => {
    const coordinate = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { maxLength: 40 }), (points) => {
        const values = Float64Array.from(points.flat());

        const back = unpacked(packed(values));

        const range = (axis: number) =>
          Math.max(...points.map((point) => point[axis])) - Math.min(...points.map((point) => point[axis]));
        expect(back).toHaveLength(values.length);
        back?.forEach((value, at) =>
          expect(Math.abs(value - values[at])).toBeLessThanOrEqual(range(at % 2) / 4000 + 1e-9),
        );
      }),
    );
  });
});
