import { describe, expect, it } from "vitest";
import { SETTINGS } from "../../session";
import { remediesOf } from "./remedies";

const finding = (code: string, rows: number[] = []) => ({ code, rows });

describe("what helps", () => {
  it("takes fewer components where two are nearly one, unless there is only one", () => {
    expect(remediesOf(finding("duplicate_components"), SETTINGS)).toEqual([
      { label: "Fit 1 component", settings: { components: 1 } },
    ]);
    expect(remediesOf(finding("duplicate_components"), { ...SETTINGS, components: 1 })).toEqual([]);
  });

  it("offers a shape that says less, down to the plainest", () => {
    const shapes = (structure: typeof SETTINGS.structure) =>
      remediesOf(finding("few_rows"), { ...SETTINGS, components: 1, structure }).map(
        ({ settings }) => settings?.structure,
      );
    expect(shapes("full")).toEqual(["tied"]);
    expect(shapes("spherical")).toEqual(["EII"]);
    expect(shapes("EII")).toEqual([]);
  });

  it("leaves out the row that shapes a component by itself", () => {
    expect(remediesOf(finding("influential_row", [41, 3]), SETTINGS)).toEqual([
      { label: "Leave the row out", without: [41] },
    ]);
  });

  it("is nothing to press where only judgement helps", () => {
    expect(remediesOf(finding("incomplete_rows"), SETTINGS)).toEqual([]);
  });
});
