import { expect, test } from "./page";

test("an analyst compares mixtures, sees how decided it is, and takes one", async ({ mixtures, page }) => {
  await mixtures.open();
  await mixtures.view("Choose K");
  await page.getByRole("textbox", { name: "to" }).fill("4");

  await mixtures.button("Compare").click();

  await expect(page.getByText(/^BIC prefers 3 components of EEE/)).toBeVisible();
  const table = page.getByRole("group", { name: "Comparison" });
  await expect(table.getByRole("row")).toHaveCount(15);
  await expect(table.getByRole("button", { name: "3 × EEE: the best" })).toBeVisible();

  await table.getByRole("button", { name: /^2 × VVE/ }).click();

  await expect(page.getByLabel("Shape", { exact: true })).toHaveValue("VVE");
  await expect(mixtures.status).toContainText("fitted with 2 components");
  await expect(table.getByRole("button", { name: /^2 × VVE/ })).toHaveAttribute("aria-pressed", "true");
  await mixtures.view("Components");
  await mixtures.view("Choose K");
  await expect(page.getByText(/^BIC prefers 3 components/)).toBeVisible();

  await mixtures.button("Undo").click();
  await expect(mixtures.picture).toHaveAttribute("aria-label", /2 components/);
});

test("the keyboard goes around in the table and takes what it is at", async ({ mixtures, page }) => {
  await mixtures.open();
  await mixtures.view("Choose K");
  await page.getByLabel("Shapes").selectOption("round");
  await page.getByRole("textbox", { name: "to" }).fill("3");
  await page.getByRole("textbox", { name: "to" }).press("Enter");
  const table = page.getByRole("group", { name: "Comparison" });
  await expect(page.getByText(/^BIC prefers 3 components/)).toBeVisible();

  await table.getByRole("button", { name: /: the best$/ }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(table.getByRole("button", { name: /^2 × / }).and(page.locator(":focus"))).toBeVisible();
  await page.keyboard.press("Enter");

  await expect(mixtures.status).toContainText("fitted with 2 components");
  await expect(page.getByLabel("Shape", { exact: true })).toHaveValue("spherical");
});

test("a comparison can be cancelled, and without the service it is refused in a sentence", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  await mixtures.view("Choose K");
  await page.getByLabel(/Test each K/).check();
  await mixtures.button("Compare").click();
  await expect(page.getByRole("progressbar")).toBeVisible();

  await mixtures.button("Cancel").click();

  await expect(page.getByText(/^Cancelled\./)).toBeVisible();
  await page.route("**/api/select", (route) => route.abort());
  await page.getByRole("button", { name: /^Compare/ }).click();
  await expect(page.getByRole("alert")).toContainText("does not answer");
  await page.unroute("**/api/select");
  await page.getByLabel(/Test each K/).uncheck();
  await page.getByRole("textbox", { name: "to" }).fill("2");
  await mixtures.button("Try again").click();
  await expect(page.getByText(/^BIC prefers 2 components/)).toBeVisible();
});
