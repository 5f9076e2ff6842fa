import { readFileSync } from "node:fs";
import { evaluate } from "../src/geometry/density";
import { enclosingLevels } from "../src/geometry/levels";
import { marginal, type Mixture } from "../src/geometry/mixture";
import type { opening as Opening } from "../src/session/opening/opening";
import { expect, test } from "./page";

const recording = new URL("../src/session/opening/opening.gen.json", import.meta.url);

const PROBABILITIES = [0.5, 0.8, 0.95] as const;

for (const id of ["old-faithful", "iris", "galaxies", "cigars"]) {
  test(`the page evaluates the mixture of ${id} as the service does`, async ({ request }) => {
    const example = await (await request.get(`/api/examples/${id}`)).json();
    const data: number[][] = example.data;
    const fit = await request.post("/api/fit", {
      data: { data, columns: example.columns, n_components: example.suggested.n_components },
    });
    const { model } = (await fit.json()) as { model: Mixture };

    const predicted = await (await request.post("/api/predict", { data: { model, data } })).json();
    const here = evaluate(model, {
      values: Float64Array.from(data.flat()),
      count: data.length,
      dimensions: model.columns.length,
    });

    const K = model.weights.length;
    data.forEach((_, n) => {
      expect(Math.abs(here.logDensity[n] - predicted.log_density[n])).toBeLessThan(1e-8);
      for (let k = 0; k < K; k++)
        expect(Math.abs(here.responsibilities[n * K + k] - predicted.responsibilities[n][k])).toBeLessThan(
          1e-6,
        );
    });
  });

  test(`contours of ${id} enclose what the service's enclose`, async ({ request }) => {
    const example = await (await request.get(`/api/examples/${id}`)).json();
    const { x, y } = example.suggested;
    const columns: string[] = y === null ? [x] : [x, y];
    const fit = await request.post("/api/fit", {
      data: { data: example.data, columns: example.columns, n_components: example.suggested.n_components },
    });
    const { model } = (await fit.json()) as { model: Mixture };
    const span = [-1, 1, 8];

    const grid = y === null ? { columns, x: span } : { columns, x: span, y: span };
    const answer = await (await request.post("/api/density", { data: { model, grid } })).json();
    const shown = marginal(
      model,
      columns.map((name) => model.columns.indexOf(name)),
    );

    enclosingLevels(shown, PROBABILITIES).forEach((level, i) => {
      expect(Math.abs(level - answer.levels[String(PROBABILITIES[i])])).toBeLessThan(0.05);
    });
  });
}

test("what the page opens with is what the service answers today", async ({ request }) => {
  const { example, settings, events } = JSON.parse(readFileSync(recording, "utf8")) as typeof Opening;
  const recorded = events.at(-1);
  if (recorded?.event !== "result") throw new Error("The recording ends without a result.");

  const current = await (await request.get(`/api/examples/${example.id}`)).json();
  const fit = await request.post("/api/fit", {
    data: { data: example.data, columns: example.columns, ...settings },
  });
  const result = await fit.json();

  expect(current.data).toEqual(example.data);
  expect(result.log_likelihood).toBeCloseTo(recorded.log_likelihood, 3);
  recorded.model.weights.forEach((weight, k) => expect(result.model.weights[k]).toBeCloseTo(weight, 3));
});
