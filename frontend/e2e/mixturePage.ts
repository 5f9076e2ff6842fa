import type { Locator, Page } from "@playwright/test";

/** The page as a person knows it: by what is written on its parts. */
export class MixturePage {
  readonly plot: Locator;
  readonly status: Locator;
  readonly slider: Locator;
  readonly fitButton: Locator;
  readonly components: Locator;

  constructor(readonly page: Page) {
    this.plot = page.getByRole("region", { name: "Plot" });
    this.status = page.getByRole("status");
    this.slider = page.getByRole("slider", { name: "Step of EM" });
    this.fitButton = page.getByRole("button", { name: /^Fit/ });
    this.components = page.getByRole("group", { name: "Components, scrolls" }).getByRole("row");
  }

  async open() {
    await this.page.goto("/");
    await this.ellipses.first().waitFor();
  }

  /** Opens a view by the word on its tab. */
  async view(title: string) {
    await this.page.getByRole("tab", { name: title }).click();
  }

  get axes(): Locator {
    return this.plot
      .getByRole("group", { name: /^Plot\./ })
      .locator("svg")
      .first();
  }

  get picture(): Locator {
    return this.plot.locator("canvas[role=img]");
  }

  get ellipses(): Locator {
    return this.plot.locator("svg ellipse");
  }

  async example(name: string) {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  async file(name: string, text: string) {
    const buffer = Buffer.from(text);
    await this.page.getByLabel("CSV file").setInputFiles({ name, mimeType: "text/csv", buffer });
  }

  /** The description of the first ellipse: changes exactly when the drawn mixture does. */
  async firstEllipse(): Promise<string> {
    return await this.ellipses.first().evaluate((ellipse) => ellipse.parentElement?.outerHTML ?? "");
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }
}
