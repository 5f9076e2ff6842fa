import { expect, it } from "vitest";
import type { Cell } from "../../api";
import { bars } from "./bars";

const cell = (n_components: number, log_likelihood: number, n_parameters: number) =>
  ({
    n_components,
    log_likelihood,
    n_parameters,
    bic: -2 * log_likelihood + n_parameters * Math.log(100),
  }) as Cell;

it("bars differ in height as their BICs do, and the tallest fills the picture", () => {
  const cells = [cell(1, -500, 5), cell(2, -400, 11), cell(3, -395, 17)];

  const [one, two, three] = bars(cells, 100);
  const height = ({ misfit, price }: typeof one) => misfit + price;

  expect(height(one)).toBeCloseTo(1, 12);
  const scale = (height(one) - height(two)) / (cells[0].bic - cells[1].bic);
  expect((height(three) - height(two)) / (cells[2].bic - cells[1].bic)).toBeCloseTo(scale, 12);
  expect(two.price / three.price).toBeCloseTo(11 / 17, 12);
});
