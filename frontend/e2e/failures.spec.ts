import { expect, test } from "./page";

test("with the service away everything on the page stays, and a second try works once it is back", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  await expect(mixtures.button("Iris")).toBeVisible();
  await page.route("**/api/fit", (route) => route.abort());
  await page.getByLabel("Components K").fill("4");

  await mixtures.fitButton.click();

  await expect(page.getByRole("alert")).toContainText("does not answer");
  await expect(page.getByLabel("Components K")).toHaveValue("4");
  await expect(mixtures.picture).toHaveAttribute("aria-label", /2 components/);

  await page.unroute("**/api/fit");
  await mixtures.button("Try again").click();
  await expect(mixtures.status).toContainText("fitted with 4 components");
  await expect(page.getByRole("alert")).toBeHidden();
});

test("the list of examples can be asked for again", async ({ mixtures, page }) => {
  await page.route("**/api/examples", (route) => route.fulfill({ status: 502, body: "Bad gateway" }));
  await mixtures.open();
  await expect(page.getByRole("alert")).toContainText("does not answer");

  await page.unroute("**/api/examples");
  await mixtures.button("Look again").click();

  await expect(mixtures.button("Iris")).toBeVisible();
});

test("more components than rows are refused beside the number of components", async ({ mixtures, page }) => {
  await mixtures.open();
  await page.getByLabel("Components K").fill("7");

  await mixtures.file("few.csv", "a,b\n1,2\n2,1\n4,4\n");
  await expect(page.getByRole("heading", { name: "few.csv" })).toBeVisible();
  await mixtures.fitButton.click();

  const field = page.getByLabel("Components K");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(/7 rows, but there are 3/);
  await field.fill("1");
  await mixtures.fitButton.click();
  await expect(mixtures.status).toContainText("few.csv fitted with 1 component");
});

test("a stream that breaks off is not taken for a result", async ({ mixtures, page }) => {
  await mixtures.open();
  await page.route("**/api/fit", async (route) => {
    const whole = await (await route.fetch()).text();
    const lines = whole.split("\n").slice(0, 3);
    await route.fulfill({ contentType: "application/x-ndjson", body: `${lines.join("\n")}\n{"event":"iter` });
  });

  await mixtures.fitButton.click();

  await expect(page.getByRole("alert")).toBeVisible();
  await expect(mixtures.picture).toHaveAttribute("aria-label", /2 components/);
});

test("an answer that is not finite is never painted", async ({ mixtures, page }) => {
  await mixtures.open();
  await page.route("**/api/fit", async (route) => {
    const whole = await (await route.fetch()).text();
    await route.fulfill({
      contentType: "application/x-ndjson",
      body: whole.replaceAll(/"weights":\[[^\]]*\]/g, '"weights":[null,1e999]'),
    });
  });

  await mixtures.fitButton.click();

  await expect(mixtures.fitButton).toBeEnabled();
  await expect(page.locator("body")).not.toContainText("NaN");
  expect(await mixtures.plot.innerHTML()).not.toContain("NaN");
});

test("a running fit can be cancelled, and the earlier one stays in sight", async ({ mixtures, page }) => {
  await mixtures.open();
  await page.route("**/api/fit", () => {
    // Never answered: the fit runs until the person has had enough.
  });

  await mixtures.fitButton.click();
  await mixtures.button("Cancel").click();

  await expect(mixtures.status).toContainText("cancelled");
  await expect(page.getByText("The plot shows what was there before.")).toBeVisible();
  await expect(mixtures.picture).toHaveAttribute("aria-label", /2 components/);
});
