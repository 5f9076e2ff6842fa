import { expect, test, type Page } from "./page";

const hash = (page: Page) => page.evaluate(() => window.location.hash);

/** Opens the same address as somebody else would, who has never been here. */
async function elsewhere(page: Page) {
  const address = page.url();
  const context = await page.context().browser()?.newContext({ reducedMotion: "reduce" });
  if (!context) throw new Error("There is no browser.");
  const other = await context.newPage();
  await other.goto(address);
  return other;
}

test("an address that nobody has changed stays as it is", async ({ mixtures, page }) => {
  await mixtures.open();
  await page.waitForTimeout(800);

  expect(await hash(page)).toBe("");
});

test("a link brings back the data, the fit, the very step and the view", async ({ mixtures, page }) => {
  await mixtures.open();
  await mixtures.example("Stretched cigars");
  await expect(mixtures.status).toContainText("Stretched cigars fitted");
  await mixtures.slider.press("ArrowLeft");
  await mixtures.slider.press("ArrowLeft");
  await mixtures.view("Components");
  await mixtures.button("Density").click();
  await expect.poll(() => hash(page)).toContain("view=components");
  const likelihood = await page.getByTestId("log-likelihood").textContent();
  const step = await mixtures.slider.getAttribute("aria-valuetext");

  const other = await elsewhere(page);

  await expect(other.getByRole("slider", { name: "Step of EM" })).toHaveAttribute(
    "aria-valuetext",
    step ?? "",
  );
  await expect(other.getByRole("tab", { name: "Components" })).toHaveAttribute("aria-selected", "true");
  await expect(other.getByRole("button", { name: "Density", exact: true })).toHaveAttribute(
    "aria-pressed",
    "false",
  );
  await expect(other.getByTestId("log-likelihood")).toHaveText(likelihood ?? "");
  await other.context().close();
});

test("a start that a person has dragged goes along", async ({ mixtures, page }) => {
  await mixtures.open();
  await mixtures.grab(mixtures.component(2));
  await mixtures.dragBy(180, -80);
  const held = await mixtures.logLikelihood();
  await mixtures.letGo();
  await expect.poll(() => mixtures.logLikelihood()).toBeGreaterThan(held);
  await mixtures.button("To the start").click();
  await expect.poll(() => hash(page)).toMatch(/from=.*&at=0/);

  const other = await elsewhere(page);

  await expect(other.getByRole("slider", { name: "Step of EM" })).toHaveAttribute("aria-valuetext", "Start");
  const text = await other.getByTestId("log-likelihood").textContent();
  expect(Number(text?.replace("−", "-"))).toBeCloseTo(held, 1);
  await other.context().close();
});

test("drawn points go along", async ({ mixtures, page }) => {
  await mixtures.open();
  await mixtures.button("New drawing").click();
  await mixtures.stroke([0.2, 0.2], [0.3, 0.3]);
  await mixtures.stroke([0.7, 0.8], [0.8, 0.7]);
  await expect(mixtures.status).toContainText("Drawing fitted");
  await expect.poll(() => hash(page)).toContain("p=");
  const rows = await page.getByText(/^\d+ rows$/).textContent();

  const other = await elsewhere(page);

  await expect(other.getByText(rows ?? "")).toBeVisible();
  await expect(other.getByRole("status")).toContainText("Drawing fitted with 2 components");
  await other.context().close();
});

test("a file never does: the link says only that there was one", async ({ mixtures, page }) => {
  await mixtures.open();
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 2 ? 1 : 9}.${i},${(i * 7) % 11}`).join("\n");
  await mixtures.file("secret.csv", `salary,age\n${rows}`);
  await expect(mixtures.status).toContainText("secret.csv fitted");
  await expect.poll(() => hash(page)).toContain("rows=40");
  expect(await hash(page)).not.toMatch(/salary|age=|secret|from=/);

  const other = await elsewhere(page);

  await expect(other.getByText(/made with a file of 40 rows, which stays with its owner/)).toBeVisible();
  await other.context().close();
});

test("an address that makes no sense opens the page as always", async ({ mixtures, page }) => {
  await page.goto("/#v1&d=../../etc&k=1e9&shape=__proto__");
  await mixtures.ellipses.first().waitFor();

  await expect(page.getByRole("heading", { name: "Old Faithful" })).toBeVisible();
  await expect(page.getByRole("alert")).toBeHidden();
});
