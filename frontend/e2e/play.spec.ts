import { expect, test } from "./page";

test.describe("a component that is taken hold of", () => {
  test("follows the pointer, the likelihood with it, and EM repairs it when it is let go", async ({
    mixtures,
  }) => {
    await mixtures.open();
    const converged = await mixtures.logLikelihood();

    await mixtures.grab(mixtures.component(1));
    await mixtures.dragBy(-150, 110);

    await expect(mixtures.plot.page().getByText("In your hands")).toBeVisible();
    expect(await mixtures.logLikelihood()).toBeLessThan(converged - 100);
    await mixtures.letGo();
    await expect.poll(() => mixtures.logLikelihood()).toBeCloseTo(converged, 3);
    await expect(mixtures.slider).toHaveAttribute("aria-valuetext", /^End, after \d+ iterations/);
  });

  test("begins the new run where it was let go, with the likelihood that the page had shown", async ({
    mixtures,
  }) => {
    await mixtures.open();
    await mixtures.grab(mixtures.component(2));
    await mixtures.dragBy(200, -60);
    const held = await mixtures.logLikelihood();
    const place = await mixtures.component(2).getAttribute("transform");

    await mixtures.letGo();
    await expect.poll(() => mixtures.logLikelihood()).toBeGreaterThan(held);
    await mixtures.button("To the start").click();

    expect(await mixtures.logLikelihood()).toBeCloseTo(held, 2);
    expect(await mixtures.component(2).getAttribute("transform")).toBe(place);
  });

  test("is only chosen by a click, and let alone by a click elsewhere", async ({ mixtures, page }) => {
    await mixtures.open();
    const before = await mixtures.firstEllipse();

    await mixtures.component(1).click();
    await expect(page.getByRole("group", { name: "Component 1", exact: true })).toBeVisible();
    await expect(mixtures.handles).toHaveCount(2);
    await page.getByRole("heading", { name: "Gaussian mixtures" }).click();

    await expect(mixtures.handles).toHaveCount(0);
    expect(await mixtures.firstEllipse()).toBe(before);
    await expect(mixtures.button("Undo")).toBeDisabled();
  });

  test("is stretched and turned by its handles", async ({ mixtures }) => {
    await mixtures.open();
    await mixtures.waitForMe();
    await mixtures.component(2).click();
    const before = await mixtures.ellipseOf(2);

    await mixtures.grab(mixtures.handles.first());
    await mixtures.dragBy(60, 40);
    await mixtures.letGo();

    const after = await mixtures.ellipseOf(2);
    expect(after.longer).toBeGreaterThan(before.longer * 1.1);
    expect(Math.abs(after.angle - before.angle)).toBeGreaterThan(5);
    expect(after.shorter).toBeCloseTo(before.shorter, 0);
  });

  test("goes back with Undo and forward with Redo", async ({ mixtures }) => {
    await mixtures.open();
    const converged = await mixtures.firstEllipse();
    await mixtures.waitForMe();
    await mixtures.grab(mixtures.component(1));
    await mixtures.dragBy(-90, 0);
    await mixtures.letGo();
    const dragged = await mixtures.firstEllipse();
    expect(dragged).not.toBe(converged);

    await mixtures.button("Undo").click();
    expect(await mixtures.firstEllipse()).toBe(converged);
    await mixtures.button("Redo").click();
    expect(await mixtures.firstEllipse()).toBe(dragged);
  });

  test("stays where it was put when the service is away, and EM goes on once it is back", async ({
    mixtures,
    page,
  }) => {
    await mixtures.open();
    await page.route("**/api/fit", (route) => route.abort());
    await mixtures.grab(mixtures.component(1));
    await mixtures.dragBy(-120, 30);
    const held = await mixtures.logLikelihood();
    await mixtures.letGo();
    await expect(page.getByRole("alert")).toContainText("does not answer");
    expect(await mixtures.logLikelihood()).toBeCloseTo(held, 6);

    await page.unroute("**/api/fit");
    await mixtures.button("To the end").click();

    await expect(mixtures.slider).toHaveAttribute("aria-valuetext", /^End/);
    await expect(page.getByRole("alert")).toBeHidden();
  });
});

test.describe("with the keyboard alone", () => {
  test("a component is moved, stretched, turned, weighed and removed", async ({ mixtures, page }) => {
    await mixtures.open();
    await mixtures.waitForMe();
    const knob = mixtures.component(1);
    await knob.focus();
    const place = await knob.getAttribute("transform");
    await page.keyboard.press("ArrowRight");
    expect(await knob.getAttribute("transform")).not.toBe(place);

    const before = await mixtures.ellipseOf(1);
    await page.keyboard.press("Alt+ArrowUp");
    const stretched = await mixtures.ellipseOf(1);
    expect(stretched.longer).toBeGreaterThan(before.longer);
    await page.keyboard.press("Alt+ArrowRight");
    expect((await mixtures.ellipseOf(1)).angle).not.toBeCloseTo(stretched.angle, 1);

    await page.keyboard.press("+");
    await expect(knob).toHaveAccessibleName(/weight 66\.4 %/);
    await page.keyboard.press("Delete");
    await expect(mixtures.ellipses).toHaveCount(4);
    await expect(page.getByLabel("Components K")).toHaveValue("1");
  });

  test("what can be dragged can be typed", async ({ mixtures, page }) => {
    await mixtures.open();
    await mixtures.waitForMe();
    await mixtures.component(2).focus();
    await page.keyboard.press("Enter");
    await expect(page.locator("#component-weight")).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(mixtures.component(2)).toHaveAccessibleName(/weight 36 %/);

    await page.getByLabel("Mean of eruptions").fill("3.5");
    await page.getByLabel("Standard deviation of waiting").fill("9");
    await page.keyboard.press("Enter");

    await expect(mixtures.component(2)).toHaveAccessibleName(/eruptions 3\.5,/);
    await expect(page.getByLabel("Standard deviation of waiting")).toHaveValue("9.00");
  });
});

test("E and M are separate steps, one at a time, and both go back", async ({ mixtures, page }) => {
  await mixtures.open();
  await mixtures.waitForMe();
  await mixtures.grab(mixtures.component(1));
  await mixtures.dragBy(-150, 110);
  await mixtures.letGo();
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Iteration 1, E-step");
  const start = await mixtures.firstEllipse();
  const held = await mixtures.logLikelihood();

  await mixtures.button("Step forward").click();
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Iteration 1, M-step");
  expect(await mixtures.logLikelihood()).toBeGreaterThan(held);
  await mixtures.button("Step forward").click();
  await mixtures.button("Step forward").click();
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Iteration 2, M-step");

  for (let back = 0; back < 3; back++) await mixtures.button("Step back").click();
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", "Iteration 1, E-step");
  expect(await mixtures.firstEllipse()).toBe(start);

  await page.getByLabel("EM follows").check();
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", /^End, after \d+ iterations/);
});

test("the width and the place of a curve can be dragged in a single column", async ({ mixtures }) => {
  await mixtures.open();
  await mixtures.example("Galaxies");
  await expect(mixtures.status).toContainText("Galaxies fitted");
  await mixtures.waitForMe();
  const name = await mixtures.component(1).getAttribute("aria-label");

  await mixtures.grab(mixtures.component(1));
  await mixtures.dragBy(40, 0);
  await mixtures.letGo();
  expect(await mixtures.component(1).getAttribute("aria-label")).not.toBe(name);

  const held = await mixtures.logLikelihood();
  await mixtures.grab(mixtures.handles.first());
  await mixtures.dragBy(30, 0);
  await mixtures.letGo();
  expect(await mixtures.logLikelihood()).not.toBe(held);
});
