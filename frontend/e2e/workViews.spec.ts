import { AxeBuilder } from "@axe-core/playwright";
import type { MixturePage } from "./mixturePage";
import { expect, test, type Page } from "./page";

const violations = async (page: Page) => {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
};

/** Each view with something in it. */
const FILLED: Record<string, (mixtures: MixturePage, page: Page) => Promise<void>> = {
  Components: async (mixtures, page) => {
    await mixtures.button("How certain? Intervals").click();
    await mixtures.button("Examine this fit").click();
    await mixtures.button("Suggest merges").click();
    await page.getByRole("button", { name: /^2 clusters/ }).click();
    await expect(page.getByText(/95 % intervals/)).toBeVisible();
    await expect(page.getByText(/deserve/).last()).toBeVisible();
  },
  "Choose K": async (mixtures, page) => {
    await page.getByRole("textbox", { name: "to" }).fill("3");
    await mixtures.button("Compare").click();
    await expect(page.getByText(/^BIC prefers/)).toBeVisible();
  },
  Anomalies: async (mixtures, page) => {
    await mixtures.button("Judge every row").click();
    await expect(page.getByRole("button", { name: /^Row \d+/ }).first()).toBeVisible();
  },
  Density: async (_, page) => {
    await expect(page.getByText(/^Where eruptions is/)).toBeVisible();
  },
  Pairs: async (mixtures) => {
    await mixtures.button("Show waiting across and eruptions up").click();
    await expect(mixtures.plot.getByText("waiting →")).toBeVisible();
  },
  Keep: async (_, page) => {
    await expect(page.getByRole("heading", { name: "Stored mixtures" })).toBeVisible();
  },
  Rows: async (_, page) => {
    await expect(page.getByRole("columnheader", { name: "p-value" })).toBeAttached();
  },
};

for (const { name, scheme, viewport } of [
  { name: "light", scheme: "light", viewport: { width: 1440, height: 900 } },
  { name: "dark", scheme: "dark", viewport: { width: 1440, height: 900 } },
  { name: "a phone", scheme: "light", viewport: { width: 375, height: 812 } },
] as const) {
  test.describe(`in ${name}`, () => {
    test.use({ colorScheme: scheme, viewport });

    test("axe finds nothing in the views for work, and none is wider than the screen", async ({
      mixtures,
      page,
    }) => {
      // Eight views, each with something computed in it and looked at as a whole.
      test.slow();
      await mixtures.open();
      for (const [view, fill] of Object.entries(FILLED)) {
        await mixtures.view(view);
        await fill(mixtures, page);
        expect(await violations(page), view).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, view).toBeLessThanOrEqual(0);
      }
    });
  });
}
