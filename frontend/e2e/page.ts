import { test as base, expect, type Page } from "@playwright/test";
import { MixturePage } from "./mixturePage";

interface Fixtures {
  readonly mixtures: MixturePage;
  /** Watches every test: no request may leave the page's own origin, and nothing may be thrown in the page. */
  readonly watched: void;
}

export const test = base.extend<Fixtures>({
  mixtures: async ({ page }, provide) => {
    await provide(new MixturePage(page));
  },
  watched: [
    async ({ page, baseURL }, provide) => {
      const foreign: string[] = [];
      const thrown: string[] = [];
      page.on("request", (request) => {
        // What the page itself holds in memory has its origin behind a scheme.
        if (
          !request
            .url()
            .replace(/^blob:/, "")
            .startsWith(baseURL ?? "")
        )
          foreign.push(request.url());
      });
      page.on("pageerror", (error) => thrown.push(error.message));
      await provide();
      expect(foreign, "requests to other hosts").toEqual([]);
      expect(thrown, "errors thrown in the page").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect, type Page };
