import { expect, test } from "./page";

test("an analyst asks how certain a fit is, what deserves doubt, and which components are one cluster", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  await page.getByLabel("Components K").fill("4");
  await mixtures.fitButton.click();
  await expect(mixtures.status).toContainText("fitted with 4 components");
  await mixtures.view("Components");

  await mixtures.components.getByRole("button", { name: "eruptions" }).click();
  await expect(mixtures.components.nth(1)).toContainText("4.29");
  await mixtures.components.getByRole("button", { name: "eruptions" }).click();
  await expect(mixtures.components.nth(4)).toContainText("4.29");

  await mixtures.button("How certain? Intervals").click();
  await expect(page.getByText(/95 % intervals, from \d+ fits/)).toBeVisible();
  await expect(mixtures.components.nth(4)).toContainText(/4\.29.*4\.2\d+ to 4\.3\d+/);

  await mixtures.button("Suggest merges").click();
  await page.getByRole("button", { name: /^2 clusters: 1; 2 and 3 and 4/ }).click();
  await expect(page.getByText("Colours: 2 clusters")).toBeVisible();

  await mixtures.button("Examine this fit").click();
  await expect(page.getByText(/Components 2 and 3 overlap/)).toBeVisible();
  await mixtures.button("Fit 3 components").click();
  await expect(mixtures.status).toContainText("fitted with 3 components");
  await expect(page.getByText(/Components 2 and 3 overlap/)).toBeHidden();
});

test("a row that shapes a component by itself is shown, left out, and taken back", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  const rows = Array.from({ length: 60 }, (_, i) => `${(i % 8) + Math.sin(i)},${(i % 5) + Math.cos(3 * i)}`);
  await page.getByLabel("Components K").fill("1");
  await mixtures.file("far.csv", `a,b\n${rows.join("\n")}\n60,-50\n`);
  await expect(mixtures.status).toContainText("far.csv fitted with 1 component");
  await mixtures.view("Components");

  await mixtures.button("Examine this fit").click();
  await expect(page.getByText(/Row 61 shapes component 1 by itself/)).toBeVisible();
  await mixtures.button("Show the row").click();
  await expect(mixtures.button("Show the row")).toHaveAttribute("aria-pressed", "true");
  await mixtures.button("Leave the row out").click();

  await expect(page.getByText("60 samples")).toBeVisible();
  await expect(page.getByText("1 row is left out, as you asked.")).toBeVisible();
  await mixtures.button("Take it back").click();
  await expect(page.getByText("61 samples")).toBeVisible();
});
