import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./page";

test("keys step through EM, begin again, and take hold of components", async ({ mixtures, page }) => {
  await mixtures.open();
  const moment = (text: string | RegExp) => expect(mixtures.slider).toHaveAttribute("aria-valuetext", text);

  await page.keyboard.press("ArrowLeft");
  await moment("Iteration 20, M-step");
  await page.keyboard.press("ArrowLeft");
  await moment("Iteration 20, E-step");
  await page.keyboard.press("m");
  await moment("Iteration 20, M-step");
  await page.keyboard.press("r");
  await moment(/^End, after \d+ iterations/);

  await page.keyboard.press("2");
  await expect(mixtures.component(2)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(mixtures.handles).toHaveCount(0);
});

test("K adds a component where it is needed, Shift K takes the lightest away, Ctrl Z undoes both", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();

  await page.keyboard.press("k");
  await expect(mixtures.component(3)).toBeVisible();
  await expect(page.getByLabel("Components K")).toHaveValue("3");
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", /^End/);
  await page.keyboard.press("Escape");

  await page.keyboard.press("Shift+K");
  await expect(mixtures.component(3)).toBeHidden();
  await page.keyboard.press("Control+z");
  await expect(mixtures.component(3)).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(mixtures.component(3)).toBeHidden();
  await page.keyboard.press("Control+Shift+Z");
  await expect(mixtures.component(3)).toBeVisible();
});

test("F has EM wait, and E and M then go one step at a time", async ({ mixtures, page }) => {
  await mixtures.open();
  await page.keyboard.press("f");
  await expect(page.getByLabel("EM follows")).not.toBeChecked();
  await page.keyboard.press("k");
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Iteration 1, E-step");

  await page.keyboard.press("m");
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Iteration 1, M-step");
  await page.keyboard.press("e");
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Iteration 2, E-step");
});

test("keys that are typed into a field, or work a button, do nothing else", async ({ mixtures, page }) => {
  await mixtures.open();
  const seed = page.getByRole("textbox", { name: "Seed" });
  await seed.fill("12");
  await seed.press("ArrowLeft");
  await seed.press("k");
  await expect(mixtures.component(3)).toBeHidden();

  await mixtures.button("To the start").focus();
  await page.keyboard.press("Space");
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Start");
});

test("the sheet of keys opens with ?, closes with Escape, and switches single keys off for good", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await expect(sheet).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include("dialog").analyze();
  expect(violations).toEqual([]);
  await sheet.getByLabel("Single keys act").uncheck();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();

  await page.keyboard.press("k");
  await page.reload();
  await mixtures.ellipses.first().waitFor();
  await page.keyboard.press("k");
  await expect(mixtures.component(3)).toBeHidden();

  await mixtures.button("Keys").click();
  await sheet.getByLabel("Single keys act").check();
  await page.keyboard.press("Escape");
  await page.keyboard.press("k");
  await expect(mixtures.component(3)).toBeVisible();
});
