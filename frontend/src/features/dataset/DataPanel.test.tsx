import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { Column, Table } from "../../geometry/table";
import { show } from "../../test/render";
import { DataPanel } from "./DataPanel";

const column = (part: Partial<Column>): Column => ({
  name: "a",
  kind: "number",
  values: [],
  missing: 0,
  bad: 0,
  badCells: [],
  constant: false,
  ...part,
});

const table: Table = {
  name: "people.csv",
  origin: "file",
  description: "",
  rows: 1234,
  columns: [
    column({ name: "who", kind: "text" }),
    column({ name: "height" }),
    column({ name: "weight", missing: 3 }),
    column({ name: "note", kind: "mixed", bad: 2, badCells: [{ row: 7, line: 8, value: "tall" }] }),
  ],
};

function panel(props: Partial<Parameters<typeof DataPanel>[0]> = {}) {
  const onChoose = vi.fn<(columns: string[]) => void>();
  const part = (
    <DataPanel
      table={table}
      chosen={["height"]}
      leftOut={0}
      loading={null}
      problem={null}
      refusal={null}
      onChoose={onChoose}
      onTakeBack={vi.fn<() => void>()}
      {...props}
    />
  );
  return { ...show(part), onChoose };
}

describe("the data's panel", () => {
  it("offers columns of numbers, and says of the others why not", () => {
    panel();

    expect(screen.getByRole("checkbox", { name: /^who/ })).toBeDisabled();
    expect(screen.getByText("words, shown but never fitted")).toBeInTheDocument();
    expect(screen.getByText("2 cells are not numbers (first: row 7, “tall”)")).toBeInTheDocument();
    expect(screen.getByRole("checkbox", { name: /^note/ })).toBeEnabled();
  });

  it("keeps the table's order, whatever the order of choosing", async () => {
    const { person, onChoose } = panel({ chosen: ["weight"] });

    await person.click(screen.getByRole("checkbox", { name: "height" }));

    expect(onChoose).toHaveBeenCalledWith(["height", "weight"]);
  });

  it("says how many rows are left out", () => {
    panel({ leftOut: 3 });

    expect(screen.getByText(/3 rows are left out/)).toBeInTheDocument();
  });

  it("names the file that could not be opened, and lets a person get rid of the sentence", async () => {
    const dismiss = vi.fn<() => void>();
    const { person } = panel({
      problem: { name: "bad.csv", sentence: "Line 3 has 1 cell.", retry: null, dismiss },
    });

    expect(screen.getByRole("alert")).toHaveTextContent("bad.csv could not be opened. Line 3 has 1 cell.");
    await person.click(screen.getByRole("button", { name: "Dismiss" }));

    expect(dismiss).toHaveBeenCalledOnce();
  });
});
