import { expect, test } from "./page";

test("on an empty sheet points are drawn, and fitted as soon as there are enough", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  await mixtures.button("New drawing").click();
  await expect(page.getByText("Draw some points first")).toBeVisible();

  await mixtures.stroke([0.2, 0.2], [0.3, 0.3]);
  await mixtures.stroke([0.7, 0.8], [0.8, 0.7]);

  await expect(mixtures.status).toContainText("Drawing fitted with 2 components");
  await expect(mixtures.picture).toHaveAttribute("aria-label", /Drawing, \d\d points, x, y/);
});

test("points added to an example and erased from it take EM along, and undo brings them back", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  await mixtures.button("Draw points").click();
  await mixtures.stroke([0.9, 0.1], [0.9, 0.1]);
  await expect(page.getByText("273 rows")).toBeVisible();
  await expect(mixtures.status).toContainText("Old Faithful, edited fitted with 2 components");
  const place = await mixtures.component(1).getAttribute("transform");

  await mixtures.button("Erase points").click();
  await mixtures.stroke([0.6, 0.2], [0.95, 0.3]);
  await expect(page.getByText("273 rows")).toBeHidden();
  await expect(mixtures.slider).toHaveAttribute("aria-valuetext", /^End/);
  expect(await mixtures.component(1).getAttribute("transform")).not.toBe(place);

  await mixtures.button("Undo").click();
  await expect(page.getByText("273 rows")).toBeVisible();
  await mixtures.button("Undo").click();
  await expect(page.getByText("272 rows")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Old Faithful", exact: true })).toBeVisible();
});

test("the view stays while points come and go", async ({ mixtures }) => {
  await mixtures.open();
  const ticks = await mixtures.axes.textContent();

  await mixtures.button("Erase points").click();
  await mixtures.stroke([0.05, 0.95], [0.4, 0.6]);
  await expect(mixtures.status).toContainText("edited");

  expect(await mixtures.axes.textContent()).toBe(ticks);
});

test("points are drawn and erased with the keyboard alone", async ({ mixtures, page }) => {
  await mixtures.open();
  await page.keyboard.press("a");
  await page.getByRole("button", { name: /^Draw points: arrow keys/ }).focus();
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page.getByText("273 rows")).toBeVisible();
  await page.keyboard.press("Escape");

  await page.keyboard.press("x");
  await page.getByRole("button", { name: /^Erase points: arrow keys/ }).focus();
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page.getByText("273 rows")).toBeHidden();
});

test("numbers that are pasted become a table, but not those that are pasted into a field", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 2 ? 1 : 9}.${i}\t${(i * 7) % 11}`).join("\n");
  const paste = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        element.dispatchEvent(
          new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
        );
      }, rows);

  await paste("input");
  await paste("body");

  await expect(page.getByRole("heading", { name: "Pasted numbers" })).toBeVisible();
  await expect(mixtures.status).toContainText("Pasted numbers fitted");
  await expect(page.getByText("40 rows")).toBeVisible();
});

test("where more than two columns are fitted, drawing is not offered, and says why", async ({ mixtures }) => {
  await mixtures.open();
  await mixtures.example("Iris");
  await expect(mixtures.status).toContainText("Iris fitted");

  await expect(mixtures.button("Draw points")).toBeDisabled();
  await expect(mixtures.button("Draw points")).toHaveAttribute("title", /choose two to fit to/);
});
