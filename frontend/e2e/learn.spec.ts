import { AxeBuilder } from "@axe-core/playwright";
import { opening } from "./opening";
import { expect, test } from "./page";

const asNumber = (text: string) => {
  const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const plain = text
    .replace(" × 10", "e")
    .replace("⁻", "-")
    .replaceAll(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(superscripts.indexOf(digit)));
  return Number(plain);
};

test("the E-step's chapter has the service's own numbers for the row that is pointed at", async ({
  mixtures,
  page,
  request,
}) => {
  await mixtures.open();
  await page.getByRole("button", { name: /E-step: who made/ }).click();
  await expect(page.getByRole("heading", { name: /E-step: who made/ })).toBeFocused();
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Iteration 1, E-step");
  await mixtures.slider.press("ArrowRight");
  await mixtures.slider.press("ArrowRight");
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Iteration 2, E-step");
  for (let row = 0; row < 4; row++) await mixtures.button("Row after").click();
  await expect(page.getByText("Row 5", { exact: true })).toBeVisible();

  const shown = await page.getByTestId("responsibility").allTextContents();
  const { model, data } = opening(1);
  const answer = await request.post("/api/predict", { data: { model, data: [data[4]] } });
  const { responsibilities } = (await answer.json()) as { responsibilities: number[][] };

  responsibilities[0].forEach((share, k) => {
    expect(Math.abs(asNumber(shown[k]) / share - 1)).toBeLessThan(6e-4);
  });
});

test("the M-step's chapter counts as the service counts, and its exercise notices a dragged mean", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  await page.getByRole("button", { name: /M-step: fit each/ }).click();
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Iteration 1, M-step");

  const counts = await page.getByTestId("count").allTextContents();
  const { model, data } = opening(1);
  counts.forEach((count, k) => {
    expect(Math.abs(Number(count) / data.length / model.weights[k] - 1)).toBeLessThan(6e-4);
  });

  await mixtures.grab(mixtures.component(1));
  await mixtures.dragBy(-240, -20);
  await mixtures.letGo();
  await expect(page.getByRole("heading", { name: "Solved" })).toBeVisible();
  await mixtures.button("All chapters").click();
  await expect(page.getByRole("img", { name: "Exercise solved" })).toBeVisible();
});

test("an evenly shared row is noticed, and leaving the chapters leaves the plot as it was", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  const before = await mixtures.firstEllipse();
  await page.getByRole("button", { name: /E-step: who made/ }).click();
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Iteration 1, E-step");
  expect(await mixtures.firstEllipse()).not.toBe(before);

  const status = page.getByText(/^Row \d+: component 1 answers/);
  for (let row = 0; row < 272; row++) {
    const shares = (await status.textContent())?.match(/for ([\d.]+) %/);
    if (shares && Math.abs(Number(shares[1]) - 50) < 10) break;
    await mixtures.button("Row after").press("Enter");
  }
  await expect(page.getByRole("heading", { name: "Solved" })).toBeVisible();

  await mixtures.button("All chapters").click();
  expect(await mixtures.firstEllipse()).toBe(before);
});

test("a newcomer reads of bell curves, recipes and the climb, and finds their own fit as it was", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  const before = await mixtures.firstEllipse();
  await page.getByRole("button", { name: /One bell curve is not enough/ }).click();
  await expect(mixtures.component(2)).toBeHidden();
  await page.getByText("A mixture of 2", { exact: true }).click();
  await expect(mixtures.component(2)).toBeVisible();
  const more = page.getByText(/At this row the mixture’s density is/);
  for (let row = 0; row < 272; row++) {
    if (Number((await more.textContent())?.match(/is ([\d.]+) times/)?.[1]) >= 3) break;
    await mixtures.button("Row after").press("Enter");
  }
  await expect(page.getByRole("heading", { name: "Solved" })).toBeVisible();

  await page.keyboard.press("]");
  await expect(page.getByRole("heading", { name: "A mixture is a recipe" })).toBeFocused();
  await expect(async () => {
    await mixtures.button("50 drops").click();
    await expect(page.getByRole("heading", { name: "Solved" })).toBeVisible({ timeout: 800 });
  }).toPass();

  for (let chapter = 3; chapter <= 5; chapter++) await page.keyboard.press("]");
  await expect(page.getByRole("heading", { name: "The climb of the likelihood" })).toBeFocused();
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Iteration 1, M-step");
  await expect(page.getByTestId("bound")).toHaveText("−1380.856");
  await expect(page.getByRole("heading", { name: "Try it" })).toBeVisible();
  await mixtures.slider.press("End");
  await expect(page.getByRole("heading", { name: "Solved" })).toBeVisible();

  await mixtures.button("All chapters").click();
  await expect(page.getByRole("img", { name: "Exercise solved" })).toHaveCount(3);
  expect(await mixtures.firstEllipse()).toBe(before);
  await expect(mixtures.button("Undo")).toBeDisabled();
});

test("a newcomer sees EM fail and counts the price of components", async ({ mixtures, page }) => {
  test.slow();
  await mixtures.open();
  const before = await mixtures.firstEllipse();
  await page.getByRole("button", { name: /How it fails/ }).click();
  await mixtures.button("Try 16 single starts").click();
  await expect(page.getByText(/all hills but one/)).toBeVisible();
  await mixtures.button("With 3 components").click();
  await page
    .getByRole("button", { name: /Show the end at/ })
    .last()
    .click();
  await expect(mixtures.component(3)).toBeVisible();

  await page.getByText("Collapse", { exact: true }).click();
  await expect(mixtures.component(3)).toBeHidden();
  await mixtures.button("Let a component fall onto it").click();
  await expect(page.getByText(/no width in some direction/)).toBeVisible();
  await mixtures.button("Show the fit with the floor at 10⁻¹²").click();
  await expect(mixtures.component(3)).toBeVisible();

  await page.getByText("k-means", { exact: true }).click();
  await expect(page.getByText(/rows? of 272 go to another component/)).toBeVisible();
  await expect(page.getByText("Colours: the nearest mean.")).toBeVisible();

  await page.keyboard.press("]");
  await mixtures.button("Compare 1 to 8 components").click();
  await page.getByRole("button", { name: /^3 components: BIC/ }).click();
  await expect(mixtures.component(3)).toBeVisible();
  await mixtures.button("2 components: BIC 2322.2").click();
  await expect(page.getByRole("heading", { name: "Solved" })).toBeVisible();

  await mixtures.button("All chapters").click();
  expect(await mixtures.firstEllipse()).toBe(before);
  await expect(mixtures.button("Undo")).toBeDisabled();
});

for (const { name, scheme, viewport } of [
  { name: "light", scheme: "light", viewport: { width: 1440, height: 900 } },
  { name: "dark", scheme: "dark", viewport: { width: 1440, height: 900 } },
  { name: "a phone", scheme: "light", viewport: { width: 375, height: 812 } },
] as const) {
  test.describe(`in ${name}`, () => {
    test.use({ colorScheme: scheme, viewport });

    test("axe finds nothing in any chapter", async ({ mixtures, page }) => {
      await mixtures.open();
      await page.getByRole("list").getByRole("button").filter({ hasText: "1" }).first().waitFor();
      await page.getByRole("button", { name: /^1/ }).click();
      for (;;) {
        await expect(page.getByRole("region", { name: "Exercise" }).first()).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        const next = mixtures.button("Next chapter");
        if (await next.isDisabled()) break;
        await next.press("Enter");
      }
    });
  });
}
