import { test, type Page } from "./page";
import type { MixturePage } from "./mixturePage";

const desktop = { width: 1440, height: 900 };
const phone = { width: 375, height: 812 };

const LOOKS = [
  { look: "light", colorScheme: "light", viewport: desktop },
  { look: "dark", colorScheme: "dark", viewport: desktop },
  { look: "phone", colorScheme: "light", viewport: phone },
] as const;

type State = (mixtures: MixturePage, page: Page) => Promise<void>;

const STATES: Record<string, State> = {
  opening: async () => {
    // The page as it opens.
  },
  "e-step": async (mixtures) => {
    await mixtures.slider.press("Home");
    for (let step = 0; step < 7; step++) await mixtures.slider.press("ArrowRight");
  },
  "m-step": async (mixtures) => {
    await mixtures.slider.press("Home");
    for (let step = 0; step < 6; step++) await mixtures.slider.press("ArrowRight");
  },
  anomalies: async (mixtures, page) => {
    await mixtures.example("Iris");
    await page.getByRole("status").filter({ hasText: "Iris fitted" }).waitFor({ state: "attached" });
    await mixtures.plot.getByRole("button", { name: "Unusual points" }).click();
    await page.getByRole("group", { name: /^Plot\./ }).focus();
    await page.keyboard.press("ArrowRight");
  },
  components: async (mixtures, page) => {
    await mixtures.view("Components");
    await page.getByRole("tabpanel").getByText("2322.2").waitFor();
  },
  "one-column": async (mixtures, page) => {
    await mixtures.example("Galaxies");
    await page.getByRole("status").filter({ hasText: "Galaxies fitted" }).waitFor({ state: "attached" });
  },
  "eight-components": async (mixtures, page) => {
    await mixtures.example("Ring");
    await page.getByRole("status").filter({ hasText: "Ring fitted" }).waitFor({ state: "attached" });
  },
  problem: async (mixtures, page) => {
    await mixtures.file("ragged.csv", "a,b\n1,2\n3\n");
    await page.getByRole("alert").waitFor();
  },
};

for (const { look, colorScheme, viewport } of LOOKS) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport });
    for (const [state, reach] of Object.entries(STATES)) {
      test(state, async ({ mixtures, page }) => {
        await mixtures.open();
        await page.locator(".katex").first().waitFor();
        await mixtures.button("Iris").waitFor({ state: "attached" });
        await reach(mixtures, page);
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: `e2e/screenshots/${state}-${look}.png`, fullPage: look === "phone" });
      });
    }
  });
}
