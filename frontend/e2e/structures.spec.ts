import { STRUCTURES } from "../src/session/settings";
import { expect, test } from "./page";

for (const { value } of STRUCTURES.flatMap(({ structures }) => structures)) {
  test(`what a hand makes of ${value} is something that the service goes on from`, async ({
    mixtures,
    page,
  }) => {
    await mixtures.open();
    await page.getByLabel("Shape").selectOption(value);
    await page.getByLabel("Components K").fill("3");
    await page.getByLabel("Starts", { exact: true }).fill("1");
    await mixtures.fitButton.click();
    await expect(mixtures.status).toContainText("fitted with 3 components");

    await mixtures.component(1).click();
    await mixtures.grab(mixtures.handles.first());
    await mixtures.dragBy(25, -35);
    const held = await mixtures.logLikelihood();
    await mixtures.letGo();

    await expect.poll(() => mixtures.logLikelihood()).toBeGreaterThan(held);
    await expect(mixtures.slider).toHaveAttribute("aria-valuetext", /^End/);
    await expect(page.getByRole("alert")).toBeHidden();
  });
}
