import { describe, expect, it } from "vitest";
import { counted, decimalsFor, fixed, percent, significant } from "./numbers";

describe("numbers for people", () => {
  it("have a true minus sign and no exponent at everyday sizes", () => {
    expect(significant(-1130.26396, 7)).toBe("−1130.264");
    expect(significant(0.000123456)).toBe("0.0001235");
    expect(significant(1234567.8, 3)).toBe("1230000");
    expect(significant(2.5e-9, 2)).toBe("2.5e−9");
    expect(fixed(-0.5, 2)).toBe("−0.50");
  });

  it("show as many decimals as the spread deserves", () => {
    expect(fixed(0.014372, decimalsFor(0.944))).toBe("0.014");
    expect(fixed(79.968, decimalsFor(6.004))).toBe("79.97");
    expect(fixed(51234.6, decimalsFor(4321))).toBe("51235");
    expect(decimalsFor(0)).toBe(3);
  });

  it("never round a share to nothing or to all", () => {
    expect(percent(0.3561)).toBe("35.6 %");
    expect(percent(0.0000001)).toBe("< 0.1 %");
    expect(percent(0.9999999)).toBe("> 99.9 %");
    expect(percent(0)).toBe("0 %");
    expect(percent(1)).toBe("100 %");
  });

  it("agree with their nouns", () => {
    expect(counted(1, "row")).toBe("1 row");
    expect(counted(1200, "row")).toBe("1,200 rows");
    expect(counted(1, "row is", "rows are")).toBe("1 row is");
  });
});
