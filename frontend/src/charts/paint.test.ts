import { describe, expect, it } from "vitest";
import { DISC_LIMIT, paintScatter, type Brush, type Raster } from "./paint";

const brush: Brush = { density: 1, radius: 3, paper: [255, 255, 255], ink: [0, 0, 0] };
const raster = (width = 40, height = 40): Raster => ({
  width,
  height,
  data: new Uint8ClampedArray(4 * width * height),
});
const pixel = ({ data, width }: Raster, x: number, y: number) => [
  ...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
];

describe("the painter", () => {
  it("puts a disc of the point's colour where the point is, and nothing elsewhere", () => {
    const image = raster();

    paintScatter(
      image,
      { pixels: Float32Array.of(20, 20), colours: Uint8ClampedArray.of(200, 10, 50), marked: null },
      brush,
    );

    const [red, green, blue, alpha] = pixel(image, 20, 20);
    expect(red).toBeGreaterThan(190);
    expect(green).toBeLessThan(60);
    expect(blue).toBeLessThan(100);
    expect(alpha).toBeGreaterThan(200);
    expect(pixel(image, 5, 5)).toEqual([0, 0, 0, 0]);
  });

  it("does not stumble over points outside of the picture", () => {
    const image = raster();

    paintScatter(
      image,
      {
        pixels: Float32Array.of(-100, 20, 20, 4000, 0, 0),
        colours: new Uint8ClampedArray(9).fill(90),
        marked: null,
      },
      brush,
    );

    expect(pixel(image, 0, 0)[3]).toBeGreaterThan(0);
  });

  it("rings a marked point in ink and lets the others recede", () => {
    const image = raster();
    const scatter = { pixels: Float32Array.of(10, 20, 30, 20), colours: new Uint8ClampedArray(6).fill(255) };

    paintScatter(image, { ...scatter, marked: Uint8Array.of(0, 1) }, brush);

    expect(pixel(image, 34, 20)[0]).toBeLessThan(90);
    expect(pixel(image, 10, 20)[3]).toBeLessThan(pixel(image, 30, 20)[3]);
  });

  it("shows the mean colour of a crowd, more opaque the more there are", () => {
    const image = raster();
    const count = DISC_LIMIT + 2;
    const pixels = new Float32Array(2 * count).fill(10);
    pixels.set([30, 30], 0);
    const colours = Uint8ClampedArray.from({ length: 3 * count }, (_, at) =>
      Math.floor(at / 3) % 2 ? 0 : 200,
    );

    paintScatter(image, { pixels, colours, marked: null }, brush);

    expect(pixel(image, 10, 10)[0]).toBeGreaterThanOrEqual(99);
    expect(pixel(image, 10, 10)[0]).toBeLessThanOrEqual(101);
    expect(pixel(image, 10, 10)[3]).toBe(255);
    expect(pixel(image, 30, 30)[3]).toBeLessThan(110);
  });
});
