import { expect, test } from "./page";

test("the density is read at a place, by regions of one's choice, and in slices", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  await mixtures.view("Density");
  await expect(mixtures.plot.getByText("99 %", { exact: true })).toBeVisible();
  await mixtures.button("99 %").click();
  await expect(mixtures.plot.getByText("99 %", { exact: true })).toBeHidden();
  await mixtures.button("80 %").click();
  await expect(mixtures.plot.getByText("80 %", { exact: true })).toBeVisible();
  await expect(page.getByText(/Along the axes/)).toBeVisible();

  await page.getByRole("textbox", { name: "eruptions" }).fill("3");
  await page.getByRole("textbox", { name: "waiting" }).fill("66");
  await expect(page.getByText(/log-density −8\.586/)).toBeVisible();
  await expect(page.getByText("84.4 %")).toBeVisible();

  const slider = page.getByRole("slider", { name: "Value of eruptions" });
  await slider.press("Home");
  await expect(page.getByText(/^Where eruptions is 1\.\d+, waiting is [45]\d/)).toBeVisible();
  await slider.press("End");
  await expect(page.getByText(/^Where eruptions is 5\.\d+, waiting is 8\d/)).toBeVisible();

  await mixtures.view("Learn");
  await expect(mixtures.plot.getByText("95 %", { exact: true })).toBeVisible();
});
