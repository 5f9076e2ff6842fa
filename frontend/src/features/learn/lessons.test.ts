import katex from "katex";
import { describe, expect, it } from "vitest";
import { lessonAt } from "./lessons";

const run = { structure: "full", cutShort: false, leaping: false } as const;

describe("the lesson of a moment", () => {
  it("says that EM came to rest only where it did", () => {
    expect(lessonAt("end", run).title).toBe("Where EM came to rest");

    const cut = lessonAt("end", { ...run, cutShort: true });

    expect(cut.title).toBe("Stopped before it came to rest");
    expect(cut.after).toContain("Go on with leaps");
    expect(lessonAt("end", { ...run, cutShort: true, leaping: true }).after).not.toContain("leaps");
  });

  it.each([
    ["full", String.raw`\Sigma_k=`],
    ["tied", String.raw`\Sigma=\frac1N`],
    ["diag", String.raw`\sigma_{kd}^2=`],
    ["spherical", String.raw`\sigma_k^2=\frac1{D\,N_k}`],
    ["EII", String.raw`\sigma^2=\frac1{D\,N}`],
    ["EEI", String.raw`\sigma_d^2=\frac1N`],
    ["VEI", String.raw`=\lambda_k\,a_d`],
    ["EVI", String.raw`=\lambda\,a_{kd}`],
    ["VEE", String.raw`=\lambda_k\,C`],
    ["EVE", String.raw`=\lambda\,Q A_k Q`],
    ["VVE", String.raw`=\lambda_k\,Q A_k Q`],
    ["EEV", String.raw`=\lambda\,Q_k A\, Q_k`],
    ["VEV", String.raw`=\lambda_k\,Q_k A\, Q_k`],
    ["EVV", String.raw`=\lambda\,Q_k A_k Q_k`],
  ] as const)("has the covariance of the shape %s in its M-step", (structure, formula) => {
    const texts = lessonAt("m-step", { ...run, structure }).formulas.map(({ tex }) => tex);

    expect(texts.at(-1)).toContain(formula);
    expect(texts).toHaveLength(3);
    for (const tex of texts) expect(() => katex.renderToString(tex, { throwOnError: true })).not.toThrow();
  });

  it("does not pass leaps off as plain steps", () => {
    expect(lessonAt("m-step", { ...run, leaping: true }).after).toContain("leaps");
  });
});
