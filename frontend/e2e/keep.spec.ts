import { readFile } from "node:fs/promises";
import type { MixturePage } from "./mixturePage";
import { expect, test, type Page } from "./page";

async function taken(page: Page, mixtures: MixturePage, label: string) {
  const [download] = await Promise.all([page.waitForEvent("download"), mixtures.button(label).click()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

test("a fit is taken along as pictures, rows, a report and code", async ({ mixtures, page }) => {
  await mixtures.open();
  await mixtures.view("Keep");

  const png = await taken(page, mixtures, "Picture, PNG");
  expect(png.name).toBe("old-faithful-plot.png");
  expect(png.content.subarray(1, 4).toString()).toBe("PNG");
  expect(png.content.readUInt32BE(16)).toBeGreaterThan(1500);

  const svg = (await taken(page, mixtures, "Picture, SVG")).content.toString();
  expect(svg.match(/<circle [^>]*r="4\.\d+"/g)).toHaveLength(272);
  expect(svg).toContain("eruptions →");
  expect(svg).not.toContain("class=");

  const lines = (await taken(page, mixtures, "Rows, CSV")).content.toString().trim().split("\n");
  expect(lines[0]).toBe("row,eruptions,waiting,component,probability_1,probability_2,log_density");
  expect(lines).toHaveLength(273);

  const report = (await taken(page, mixtures, "Report, HTML")).content.toString();
  expect(report).toContain("<title>Old Faithful: 2 Gaussians</title>");
  expect(report).toContain("64.4 %");
  expect(report).toContain("<svg");

  expect((await taken(page, mixtures, "Python")).content.toString()).toContain("GaussianMixture");
  expect((await taken(page, mixtures, "R")).content.toString()).toContain("mclust");
});

test("a mixture is named, opened again from the list and from its file, and laid over other rows", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  await mixtures.view("Keep");
  const json = await taken(page, mixtures, "Mixture, JSON");
  const name = `geyser ${Date.now()}`;
  await page.getByLabel("Name for this mixture").fill(name);
  await mixtures.button("Name it").click();
  await expect(page.getByRole("list", { name: "Stored mixtures" })).toContainText(name);

  const rows = Array.from({ length: 30 }, (_, i) => `${2 + (i % 3)},${50 + (i % 7) * 5}`).join("\n");
  await mixtures.file("new.csv", `eruptions,waiting\n${rows}`);
  await expect(mixtures.status).toContainText("new.csv fitted");
  await page.getByRole("button", { name: `Lay ${name} over new.csv` }).click();
  await expect(mixtures.picture).toHaveAttribute(
    "aria-label",
    /30 points.*component 1 holds 64\.4 % around \(4\.29, 80\)/,
  );

  await mixtures.button("Undo").click();
  await expect(mixtures.picture).not.toHaveAttribute("aria-label", /64\.4 %/);
  await page
    .getByLabel("Mixture file")
    .setInputFiles({ name: json.name, mimeType: "application/json", buffer: json.content });
  await expect(mixtures.picture).toHaveAttribute("aria-label", /64\.4 %/);

  await page
    .getByLabel("Mixture file")
    .setInputFiles({ name: "no.json", mimeType: "application/json", buffer: Buffer.from("{") });
  await expect(page.getByRole("alert")).toContainText("no.json holds no mixture");
});
