import { expect, test } from "./page";

/** Two groups on a line of their own making; every number is written by `decimal`. */
function people(decimal = ",", delimiter = ";"): string {
  const rows = Array.from({ length: 80 }, (_, i) => {
    const height = (i % 2 ? 172 : 158) + 5 * Math.sin(i * 1.7);
    const weight = (i % 2 ? 76 : 61) + 6 * Math.cos(i * 2.3);
    const written = (value: number) => value.toFixed(1).replace(".", decimal);
    return [`person ${i + 1}`, written(height), i === 4 ? "" : written(weight)].join(delimiter);
  });
  return [["name", "height", "weight"].join(delimiter), ...rows].join("\n");
}

test("a file with semicolons and decimal commas is read, and incomplete rows are left out and counted", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();

  await mixtures.file("people.csv", people());

  await expect(page.getByRole("heading", { name: "people.csv" })).toBeVisible();
  await expect(mixtures.status).toContainText("people.csv fitted with 2 components");
  await expect(page.getByText("1 row is left out")).toBeVisible();
  await mixtures.view("Components");
  await expect(page.getByText("79 samples")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /^name/ })).toBeDisabled();
  await expect(mixtures.picture).toHaveAttribute("aria-label", /79 points, height, weight/);
});

test("a file can be dropped anywhere on the page", async ({ mixtures, page }) => {
  await mixtures.open();
  const transfer = await page.evaluateHandle(
    (text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "dropped.csv", { type: "text/csv" }));
      return data;
    },
    people(".", ","),
  );

  await page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
  await expect(page.getByText("Drop to open the file")).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });

  await expect(mixtures.status).toContainText("dropped.csv fitted");
});

test("a single column of numbers becomes a histogram with the density over it", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  const values = Array.from({ length: 120 }, (_, i) => (i % 3 ? 3 : 9) + Math.sin(i * 2.1));

  await mixtures.file("one.csv", `value\n${values.join("\n")}`);

  await expect(mixtures.status).toContainText("one.csv fitted");
  await expect(mixtures.plot.getByText("value →")).toBeVisible();
  await expect(mixtures.plot.getByText("↑ density")).toBeVisible();
  expect(await mixtures.plot.locator("svg rect").count()).toBeGreaterThan(5);
  await expect(page.getByText(/Curves: each component’s part/)).toBeVisible();
});

test("a column with a few bad cells says where the first is, and may be chosen without them", async ({
  mixtures,
  page,
}) => {
  await mixtures.open();
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 7},${i === 10 ? "n/a?" : (i * 3) % 11},${i}`);

  await mixtures.file("mixed.csv", `a,b,c\n${rows.join("\n")}`);
  const column = page.getByRole("checkbox", { name: /^b/ });

  await expect(page.getByText("1 cell is not a number (first: row 11, “n/a?”)")).toBeVisible();
  await expect(column).not.toBeChecked();
  await expect(mixtures.status).toContainText("mixed.csv fitted");
  await column.check();
  await mixtures.fitButton.click();
  await mixtures.view("Components");
  await expect(page.getByText("39 samples")).toBeVisible();
});

test("a file of words is opened, and the page says what a fit would need", async ({ mixtures, page }) => {
  await mixtures.open();

  await mixtures.file("words.csv", `first,second\n${"ja,nein\n".repeat(12)}`);

  await expect(page.getByText("the fit needs at least one column of numbers")).toBeVisible();
  await expect(mixtures.fitButton).toBeDisabled();
});

for (const [what, text, sentence] of [
  ["ragged", "a,b\n1,2\n3\n", /ragged\.csv could not be opened\. .*row 2/],
  ["empty", "", /empty\.csv could not be opened\. .*empty/],
  ["binary", "\u0000\u0001\u0002PK\u0003\u0004\u0000\u0000", /binary\.csv could not be opened\./],
] as const) {
  test(`a ${what} file is refused in a sentence, and what was there stays`, async ({ mixtures, page }) => {
    await mixtures.open();

    await mixtures.file(`${what}.csv`, text);

    await expect(page.getByRole("alert")).toHaveText(sentence);
    await expect(page.getByRole("heading", { name: "Old Faithful" })).toBeVisible();
    await mixtures.button("Dismiss").click();
    await mixtures.file("people.csv", people());
    await expect(mixtures.status).toContainText("people.csv fitted");
  });
}

for (const width of [1440, 375]) {
  test(`the labels of long numbers stand clear of each other at ${width} pixels`, async ({
    mixtures,
    page,
  }) => {
    await page.setViewportSize({ width, height: 812 });
    await mixtures.open();
    const rows = Array.from({ length: 60 }, (_, i) => {
      const time = 1_600_000_000_000 + 2_000_000_000 * (i % 30) + (i % 2) * 9e10;
      return `${time},${1_600_000_000_000 + (i % 7) * 100}`;
    });

    await mixtures.file("times.csv", `begun,ended\n${rows.join("\n")}`);
    await expect(mixtures.status).toContainText("times.csv fitted");

    const plot = await mixtures.axes.boundingBox();
    const labels = await mixtures.axes
      .locator("g g text")
      .evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().toJSON() as DOMRect));
    expect(labels.length).toBeGreaterThan(4);
    for (const [i, a] of labels.entries()) {
      expect(a.left).toBeGreaterThanOrEqual(plot?.x ?? 0);
      expect(a.right).toBeLessThanOrEqual((plot?.x ?? 0) + (plot?.width ?? 0));
      for (const b of labels.slice(i + 1))
        expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top).toBe(true);
    }
  });
}

test("hostile column names are only names", async ({ mixtures, page }) => {
  await mixtures.open();
  const rows = Array.from({ length: 30 }, (_, i) => `${i % 5},${(i * 7) % 13}`).join("\n");

  await mixtures.file("names.csv", `<img src=x onerror=alert(1)>,__proto__\n${rows}`);

  await expect(mixtures.status).toContainText("names.csv fitted");
  await expect(page.getByRole("checkbox", { name: "<img src=x onerror=alert(1)>" })).toBeChecked();
});
