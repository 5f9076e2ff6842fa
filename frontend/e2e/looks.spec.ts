import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Page } from "./page";

const violations = async (page: Page) => {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
};

for (const { name, scheme, viewport } of [
  { name: "light", scheme: "light", viewport: { width: 1440, height: 900 } },
  { name: "dark", scheme: "dark", viewport: { width: 1440, height: 900 } },
  { name: "a phone", scheme: "light", viewport: { width: 375, height: 812 } },
  { name: "a dark phone", scheme: "dark", viewport: { width: 375, height: 812 } },
] as const) {
  test.describe(`in ${name}`, () => {
    test.use({ colorScheme: scheme, viewport });

    test("axe finds nothing at the opening, with a wide table, in one column, or beside a problem", async ({
      mixtures,
      page,
    }) => {
      await mixtures.open();
      await expect(mixtures.button("Iris")).toBeAttached();
      await expect(page.locator(".katex").first()).toBeAttached();
      expect(await violations(page)).toEqual([]);

      await mixtures.example("Iris");
      await expect(mixtures.status).toContainText("Iris fitted");
      await mixtures.button("Unusual points").click();
      await page.getByRole("group", { name: /^Plot\./ }).focus();
      await page.keyboard.press("ArrowRight");
      expect(await violations(page)).toEqual([]);

      await mixtures.example("Galaxies");
      await expect(mixtures.status).toContainText("Galaxies fitted");
      await mixtures.button("To the start").click();
      expect(await violations(page)).toEqual([]);

      await mixtures.file("ragged.csv", "a,b\n1,2\n3\n");
      await expect(page.getByRole("alert")).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test("axe finds nothing while a component is in hand, or points are drawn", async ({
      mixtures,
      page,
    }) => {
      await mixtures.open();
      await mixtures.component(1).click();
      await expect(mixtures.handles).toHaveCount(2);
      expect(await violations(page)).toEqual([]);

      await mixtures.button("Erase points").click();
      expect(await violations(page)).toEqual([]);
      await mixtures.button("New drawing").click();
      expect(await violations(page)).toEqual([]);
    });

    test("nothing is wider than the screen", async ({ mixtures, page }) => {
      await mixtures.open();

      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

      expect(overflow).toBeLessThanOrEqual(0);
    });
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 375, height: 812 } });

  test("the plot comes first and fits on the screen", async ({ mixtures, page }) => {
    await mixtures.open();

    const plot = await mixtures.picture.boundingBox();
    const view = await page.getByRole("tabpanel").boundingBox();

    expect(plot && plot.y + plot.height).toBeLessThanOrEqual(812);
    expect(plot && view && plot.y < view.y).toBe(true);
  });

  test("the data and the model have a tab of their own", async ({ mixtures, page }) => {
    await mixtures.open();

    await mixtures.view("Data, model");

    await expect(page.getByRole("heading", { name: "Model" })).toBeInViewport();
  });
});

for (const [width, height] of [
  [1440, 900],
  [1280, 720],
  [1920, 1080],
]) {
  test(`everything is on one screen of ${width} x ${height}: only panels scroll`, async ({
    mixtures,
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await mixtures.open();

    const below = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);

    expect(below).toBeLessThanOrEqual(0);
    await expect(mixtures.button("Play")).toBeInViewport({ ratio: 1 });
    await expect(mixtures.plot).toBeInViewport({ ratio: 1 });
  });
}

test("the colours follow the system until somebody chooses, and the choice is kept", async ({
  mixtures,
  page,
}) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await mixtures.open();
  const scheme = () => page.evaluate(() => document.documentElement.dataset.mantineColorScheme);
  expect(await scheme()).toBe("dark");

  await mixtures.button("Switch to light colours").click();
  await page.reload();

  expect(await scheme()).toBe("light");
});

test("the content security policy is kept to", async ({ mixtures, page }) => {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) refused.push(message.text());
  });

  await mixtures.open();
  await expect(page.locator(".katex").first()).toBeVisible();

  expect(refused).toEqual([]);
});
