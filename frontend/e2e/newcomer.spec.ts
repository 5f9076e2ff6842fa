import { expect, test } from "./page";

test("a newcomer finds Old Faithful fitted before anything has been asked of the service", async ({
  mixtures,
  page,
}) => {
  await page.route("**/api/**", (route) => route.abort());

  await mixtures.open();

  await expect(mixtures.picture).toHaveAttribute("aria-label", /Old Faithful, 272 points.*2 components/);
  await expect(mixtures.plot.getByText("eruptions →")).toBeVisible();
  await expect(mixtures.plot.getByText("95 %", { exact: true })).toBeVisible();
  await mixtures.view("Components");
  await expect(page.getByRole("tabpanel").getByText("2322.2")).toBeVisible();
  await expect(page.getByText("log-likelihood −1130.26396")).toBeVisible();
});

test("steps lead back and forward through EM, and the explanation follows", async ({ mixtures, page }) => {
  await mixtures.open();
  const converged = await mixtures.firstEllipse();

  await mixtures.button("To the start").click();

  await expect(page.getByRole("heading", { name: "A first guess" })).toBeVisible();
  const start = await mixtures.firstEllipse();
  expect(start).not.toBe(converged);

  await mixtures.button("Step forward").click();
  await expect(page.getByRole("heading", { name: /E-step/ })).toBeVisible();
  expect(await mixtures.firstEllipse()).toBe(start);

  await mixtures.button("Step forward").click();
  await expect(page.getByRole("heading", { name: /M-step/ })).toBeVisible();
  expect(await mixtures.firstEllipse()).not.toBe(start);

  await mixtures.button("Step back").click();
  await expect(page.getByText("Iteration 1, E-step")).toBeVisible();
  expect(await mixtures.firstEllipse()).toBe(start);

  await mixtures.button("To the end").click();
  expect(await mixtures.firstEllipse()).toBe(converged);
});

test("the timeline can be scrubbed with the pointer and with the keyboard", async ({ mixtures }) => {
  await mixtures.open();
  const track = await mixtures.slider.boundingBox();
  if (!track) throw new Error("The slider has no place on the page.");

  await mixtures.slider.click({ position: { x: track.width * 0.3, y: track.height / 2 } });
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", /Iteration \d+, [EM]-step/);

  await mixtures.slider.press("Home");
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Start");
  await mixtures.slider.press("ArrowRight");
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Iteration 1, E-step");
  await mixtures.slider.press("End");
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", /End, after \d+ iterations/);
});

test("play runs from the start to the end where motion is welcome", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, reducedMotion: "no-preference" });
  const page = await context.newPage();
  await page.goto("/");
  const slider = page.getByRole("slider", { name: "Step of EM" });
  await page.getByLabel("Speed").selectOption("4");

  await page.getByRole("button", { name: "Play" }).click();

  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await expect(slider).toHaveAttribute("aria-valuetext", /Iteration/);
  await expect(slider).toHaveAttribute("aria-valuetext", /End/, { timeout: 10_000 });
  await context.close();
});

test("pointing at a point shows which component answers for it, also with the keyboard", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();

  await page.getByRole("group", { name: /^Plot\./ }).focus();
  await page.keyboard.press("ArrowRight");

  await expect(page.getByRole("heading", { name: "Row 1", exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Responsibilities" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Responsibilities" })).toBeHidden();
});

test("each use of a mixture has its view", async ({ mixtures, page }) => {
  await mixtures.open();

  await mixtures.button("Show unusual points").click();
  await expect(page.getByText(/Ringed: \d+ of 272 points/)).toBeVisible();
  await mixtures.button("Show the components").click();
  await expect(mixtures.plot.getByText("95 %", { exact: true })).toBeHidden();
  await mixtures.button("Show the density").click();
  await expect(mixtures.ellipses).toHaveCount(0);
});

test("iris is fitted as textbooks have it, and its classes are shown but never fitted", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();

  await mixtures.view("Components");
  await mixtures.example("Iris");

  await expect(page.getByText("log-likelihood −180.18548")).toBeVisible();
  await expect(page.getByRole("tabpanel").getByText("580.8", { exact: true })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /known class/ })).toBeDisabled();
  await page.getByLabel("across").selectOption({ label: "sepal_width" });
  await expect(mixtures.plot.getByText("sepal_width →")).toBeVisible();
});

test("another K is fitted on request, with every start accounted for", async ({ mixtures, page }) => {
  await mixtures.open();

  await page.getByLabel("Components K").fill("3");
  await page.getByLabel("Shape").selectOption("tied");
  await page.getByLabel("Starts", { exact: true }).fill("5");
  await mixtures.button("Fit with these settings").click();

  await expect(mixtures.status).toContainText("Old Faithful fitted with 3 components");
  await mixtures.view("Components");
  await expect(mixtures.components).toHaveCount(4);
  await page.locator("summary", { hasText: /start/i }).click();
  await expect(page.getByRole("rowheader", { name: /\(kept\)/ })).toBeVisible();
  await expect(mixtures.button("Fit again")).toBeVisible();
  await page.getByRole("checkbox", { name: "waiting" }).uncheck();
  await expect(mixtures.button("Fit with these settings")).toBeVisible();
});

test("a run cut short says so once, and goes on with leaps", async ({ mixtures, page }) => {
  await mixtures.open();
  await page.route("**/api/fit", async (route) => {
    const asked = route.request().postDataJSON() as { accelerate: boolean };
    await (asked.accelerate
      ? route.continue()
      : route.continue({ postData: JSON.stringify({ ...asked, max_iter: 2 }) }));
  });

  await mixtures.fitButton.click();

  await expect(page.getByRole("heading", { name: "Stopped before it came to rest" })).toBeVisible();
  await mixtures.view("Components");
  await expect(page.getByText(/at the iteration limit/)).toHaveCount(1);
  await mixtures.button("Go on with leaps").click();
  await expect(page.getByText("log-likelihood −1130.26396")).toBeVisible();
  await mixtures.view("Learn");
  await expect(page.getByRole("heading", { name: "Where EM came to rest" })).toBeVisible();
});

test("the explanation keeps its height from step to step", async ({ mixtures, page }) => {
  await mixtures.open();
  await expect(page.locator(".katex").first()).toBeVisible();
  const lesson = page.getByRole("region", { name: /guess|E-step|M-step|EM came/ });
  await mixtures.slider.press("Home");
  const heights = new Set<number>();

  for (let step = 0; step < 4; step++) {
    heights.add(Math.round((await lesson.boundingBox())?.height ?? 0));
    await mixtures.slider.press("ArrowRight");
  }

  expect(heights.size).toBe(1);
});
