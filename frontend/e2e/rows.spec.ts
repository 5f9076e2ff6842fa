import { expect, test } from "./page";

test("an analyst finds unusual rows, sees why each is, and follows them into the table", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  const rows = Array.from({ length: 100 }, (_, i) => `${i % 10},${2 * (i % 10) + Math.sin(7 * i)}`);
  await page.getByLabel("Components K").fill("1");
  await mixtures.file("line.csv", `a,b\n${rows.join("\n")}\n5,0\n`);
  await expect(mixtures.status).toContainText("line.csv fitted");
  await mixtures.view("Anomalies");

  await mixtures.button("Judge every row").click();

  const ranked = page.getByRole("list", { name: /^Unusual rows/ }).getByRole("listitem");
  await expect(ranked.first()).toContainText(/Row 101.*where about/);
  await page.getByRole("slider", { name: "False-alarm rate" }).press("Home");
  await expect(ranked).toHaveCount(0);
  await page.getByRole("slider", { name: "False-alarm rate" }).press("End");
  await expect(ranked).toHaveCount(20);
  await ranked.first().hover();
  await expect(mixtures.plot.getByText("Row 101")).toBeVisible();

  await mixtures.view("Rows");
  await page.getByRole("button", { name: "p-value" }).click();
  await expect(page.getByRole("row").nth(1)).toContainText("101");
});

test("rows are picked by a line drawn around points, with the pointer and with keys, and left out", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  await mixtures.view("Rows");
  const grid = page.getByRole("grid", { name: "Rows" });
  await expect(grid).toHaveAttribute("aria-rowcount", "273");
  expect(await grid.getByRole("row").count()).toBeLessThan(60);

  await mixtures.button("Lasso").click();
  const area = await mixtures.plot.locator("rect[data-grab]").boundingBox();
  if (!area) throw new Error("The lasso has no place to be drawn.");
  const at = (x: number, y: number) => [area.x + x * area.width, area.y + y * area.height] as const;
  await page.mouse.move(...at(0.02, 0.5));
  await page.mouse.down();
  for (const [x, y] of [
    [0.45, 0.5],
    [0.45, 0.98],
    [0.02, 0.98],
  ])
    await page.mouse.move(...at(x, y), { steps: 6 });
  await page.mouse.up();
  await expect(page.getByText(/^9\d rows picked/)).toBeVisible();
  await page.getByRole("switch", { name: "Picked only" }).click();
  await expect(grid).toHaveAttribute("aria-rowcount", /^9\d$/);
  await mixtures.button("Let go").click();
  await expect(grid).toHaveAttribute("aria-rowcount", "273");

  await page.getByRole("switch", { name: "Picked only" }).click();
  await grid.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press(" ");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ ");
  await expect(page.getByText("3 rows picked")).toBeVisible();
  await expect(mixtures.plot.getByRole("heading", { name: "Row 3" })).toBeVisible();
  await page.keyboard.press("End");
  await expect(mixtures.plot.getByRole("heading", { name: "Row 272" })).toBeVisible();

  await mixtures.button("Leave them out").click();
  await expect(page.getByText("3 rows are left out, as you asked.")).toBeVisible();
  await expect(grid).toHaveAttribute("aria-rowcount", "270");
});
