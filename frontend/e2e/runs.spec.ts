import { expect, test } from "./page";

test("runs stand side by side with their BIC, and a click brings one back", async ({ mixtures, page }) => {
  await mixtures.open();
  await expect(mixtures.button("Run A: 2 full, BIC 2322.2, the best")).toBeVisible();
  const first = await mixtures.firstEllipse();

  await page.getByLabel("Components K").fill("3");
  await page.getByLabel("Starts", { exact: true }).fill("4");
  await mixtures.fitButton.click();
  const second = page.getByRole("button", { name: /^Run B: 3 full, BIC 23\d\d\.\d$/ });
  await expect(second).toHaveAttribute("aria-current", "true");
  expect(await mixtures.firstEllipse()).not.toBe(first);

  const drawn = await mixtures.ellipses.count();
  await mixtures.button("Run A: 2 full, BIC 2322.2, the best").hover();
  await expect(page.getByText("Dashed: run A.")).toBeVisible();
  expect(await mixtures.ellipses.count()).toBe(drawn + 2);
  await mixtures.button("Run A: 2 full, BIC 2322.2, the best").click();
  await expect(mixtures.ellipses).toHaveCount(8);
  expect(await mixtures.firstEllipse()).toBe(first);
  await expect(page.getByLabel("Components K")).toHaveValue("2");

  await mixtures.button("Forget run B").click();
  await expect(second).toBeHidden();
});

test("a new start is another run, from another seed", async ({ mixtures, page }) => {
  await mixtures.open();
  await mixtures.button("New start").click();

  await expect(page.getByRole("button", { name: /^Run B: 2 full/ })).toBeVisible();
});

test("a run that a person had a hand in says so", async ({ mixtures, page }) => {
  await mixtures.open();
  await mixtures.button("Add a component").click();

  await expect(page.getByRole("button", { name: /^Run B: 3 full, by hand/ })).toBeVisible();
});

test.describe("where motion is welcome", () => {
  test.use({ contextOptions: { reducedMotion: "no-preference" } });

  test("the fit that the page opens with rewinds and plays once", async ({ mixtures, page }) => {
    await mixtures.open();
    await expect(mixtures.slider).toHaveAttribute("aria-valuetext", /Iteration/);
    await expect(mixtures.slider).toHaveAttribute("aria-valuetext", /^End/);
    await page.waitForTimeout(1500);
    await expect(mixtures.slider).toHaveAttribute("aria-valuetext", /^End/);
  });

  test("a person who is quicker than that is not disturbed", async ({ mixtures, page }) => {
    await mixtures.open();
    await page.keyboard.press("Tab");
    await page.waitForTimeout(1500);
    await expect(mixtures.slider).toHaveAttribute("aria-valuetext", /^End/);
  });
});
