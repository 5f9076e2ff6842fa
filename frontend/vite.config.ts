import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const apiPort = process.env.GMM_API_PORT ?? "8000";
const pagePort = Number(process.env.GMM_PAGE_PORT ?? "3000");

/** The page always calls `/api/…` on its own origin; the service itself has its routes at the root. */
const proxy = {
  "/api": {
    // An address, not a name: `localhost` may resolve to ::1 first, where the service does not listen.
    target: `http://127.0.0.1:${apiPort}`,
    rewrite: (path: string) => path.replace(/^\/api/, ""),
  },
};

export default defineConfig({
  plugins: [react()],
  // A page that moved to another port by itself would be one that the service does not know.
  server: { host: "127.0.0.1", port: pagePort, strictPort: true, proxy },
  preview: { proxy },
  build: {
    target: "es2023",
    // Inlined assets would be data: addresses, which the page's content security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: "src/test/setup.ts",
  },
});
