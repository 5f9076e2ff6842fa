import { significant, percent } from "../../components/numbers";
import type { Term } from "../../geometry/terms";
import { logSum } from "../../geometry/terms";
import { chip, column, tex, texFromLog, fromLog } from "./tex";

interface Line {
  readonly tex: string;
  readonly spoken: string;
}

/** So many terms of a sum are written out; the others are gathered in one. */
const WRITTEN = 3;

/** The responsibility of one component with a sample's own numbers. */
export function filledResponsibility(terms: readonly Term[], component: number): Line {
  const order = terms.map((_, k) => k).toSorted((a, b) => terms[b].logJoint - terms[a].logJoint);
  const leading = order.slice(0, WRITTEN);
  if (!leading.includes(component)) leading[leading.length - 1] = component;
  const rest = order.filter((k) => !leading.includes(k));
  const sum = leading
    .toSorted((a, b) => a - b)
    .map((k) => chip(k, texFromLog(terms[k].logJoint)))
    .join("+");
  const others =
    rest.length > 0
      ? String.raw`+\underset{\text{others}}{${texFromLog(logSum(rest.map((k) => terms[k].logJoint)))}}`
      : "";
  const own = terms[component];
  return {
    tex: String.raw`\gamma_{n${component + 1}}=\frac{${chip(component, texFromLog(own.logJoint))}}{${sum}${others}}=${texFromLog(Math.log(own.responsibility), 4)}`,
    spoken: `The responsibility of component ${component + 1} is ${fromLog(own.logJoint)} over ${fromLog(logSum(terms.map(({ logJoint }) => logJoint)))}, which is ${percent(own.responsibility)}.`,
  };
}

/** The weight of a component as the M-step has it. */
export const filledWeight = (component: number, count: number, samples: number, weight: number): Line => ({
  tex: String.raw`\pi_{${component + 1}}=\frac{N_{${component + 1}}}{N}=\frac{${chip(component, tex(count))}}{${samples}}=${tex(weight)}`,
  spoken: `The weight of component ${component + 1} is ${significant(count)} over ${samples}, which is ${significant(weight)}.`,
});

/** The mean of a component as the M-step has it, with what one sample adds to it. */
export function filledMean(
  component: number,
  count: number,
  responsibility: number,
  sample: readonly number[],
  mean: readonly number[],
): Line {
  const share = texFromLog(Math.log(responsibility));
  const place = column(sample.map((value) => tex(value)));
  const result = column(mean.map((value) => tex(value)));
  return {
    tex: String.raw`\mu_{${component + 1}}=\frac{\cdots+${chip(component, String.raw`${share}\,${place}`)}+\cdots}{${tex(count)}}=${result}`,
    spoken: `The mean of component ${component + 1} is the sum over the rows, of which this one adds ${significant(responsibility, 3)} times (${sample.map((value) => significant(value)).join(", ")}), over ${significant(count)}: (${mean.map((value) => significant(value)).join(", ")}).`,
  };
}
