import tests from "./playwright.config";

/** `npm run screenshots`: the main states of the page as pictures, in e2e/screenshots. */
export default { ...tests, testMatch: "*.pictures.ts", workers: 1 };
