import type { Locator, Page } from "@playwright/test";

/** The page as a person knows it: by what is written on its parts. */
export class MixturePage {
  readonly plot: Locator;
  readonly status: Locator;
  readonly slider: Locator;
  readonly fitButton: Locator;
  readonly components: Locator;
  #hand = { x: 0, y: 0 };

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

  /** A component's number on the plot, counted from 1. */
  component(number: number): Locator {
    return this.page.getByRole("button", { name: new RegExp(`^Component ${number}:`) });
  }

  /** The ends of the axes of the component that is chosen, or of its curve. */
  get handles(): Locator {
    return this.plot.locator('[data-grab$="axis"], [data-grab="width"]');
  }

  /** Takes hold of something in its middle. */
  async grab(what: Locator) {
    const box = await what.boundingBox();
    if (!box) throw new Error("What is to be grabbed has no place on the page.");
    this.#hand = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await this.page.mouse.move(this.#hand.x, this.#hand.y);
    await this.page.mouse.down();
  }

  async dragBy(right: number, down: number) {
    this.#hand = { x: this.#hand.x + right, y: this.#hand.y + down };
    await this.page.mouse.move(this.#hand.x, this.#hand.y, { steps: 6 });
  }

  async letGo() {
    await this.page.mouse.up();
  }

  /** A drag across the plot, from and to places in shares of its width and height from the upper left corner. */
  async stroke(from: readonly [number, number], to: readonly [number, number]) {
    const box = await this.plot.locator('[data-grab="ground"] rect').boundingBox();
    if (!box) throw new Error("There is nothing to draw on.");
    const at = ([x, y]: readonly [number, number]) =>
      [box.x + x * box.width, box.y + y * box.height] as const;
    await this.page.mouse.move(...at(from));
    await this.page.mouse.down();
    await this.page.mouse.move(...at(to), { steps: 12 });
    await this.page.mouse.up();
  }

  /** Has EM wait for single steps. */
  async waitForMe() {
    await this.page.getByLabel("EM follows").uncheck();
  }

  /** What the timeline says at the moment. */
  async logLikelihood(): Promise<number> {
    const text = await this.page.getByTestId("log-likelihood").textContent();
    return Number(text?.replace("−", "-"));
  }

  /** The outer ellipse of a component, in pixels and degrees. */
  async ellipseOf(number: number) {
    const ellipse = this.ellipses.nth(4 * (number - 1));
    const [rx, ry] = await Promise.all(
      ["rx", "ry"].map(async (side) => Number(await ellipse.getAttribute(side))),
    );
    const transform = await ellipse.evaluate((element) => element.parentElement?.getAttribute("transform"));
    return {
      longer: Math.max(rx, ry),
      shorter: Math.min(rx, ry),
      angle: Number(transform?.match(/rotate\((.*)\)/)?.[1]),
    };
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }
}
