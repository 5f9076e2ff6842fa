import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

const pagePort = process.env.GMM_PAGE_PORT ?? "3117";
const apiPort = process.env.GMM_API_PORT ?? "8117";

/** The tests use the service as it is: one process that serves the API and the built page. */
export default defineConfig({
  // Machines are shared: a fit of many starts may take its time, and waiting longer costs nothing when it does not.
  expect: { timeout: 20_000 },
  testDir: "e2e",
  testMatch: "*.spec.ts",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  reporter: [["list"]],
  use: {
    baseURL: `http://localhost:${pagePort}`,
    browserName: "chromium",
    // Motion has tests of its own; everywhere else a replay would only be waited for.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: { executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] },
    trace: "retain-on-failure",
    viewport: { width: 1440, height: 900 },
  },
  webServer: {
    command: "../backend/.venv/bin/python ../backend/app.py --page dist",
    env: {
      GMM_API_PORT: apiPort,
      GMM_PAGE_PORT: pagePort,
      GMM_DATABASE_URL: `sqlite:///${join(tmpdir(), `gaussian-mixtures-e2e-${process.pid}.sqlite3`)}`,
    },
    url: `http://localhost:${pagePort}/api/healthz`,
    reuseExistingServer: false,
  },
});
