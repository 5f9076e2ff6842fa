import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { App } from "./App";

vi.mock("../api", async (original) => ({
  ...(await original<typeof import("../api")>()),
  listExamples: () => Promise.resolve([]),
}));

/** Views are loaded when they are opened, on machines that others use as well. */
const PATIENT = { timeout: 10_000 };

describe("the page", () => {
  it("opens on a fitted mixture, with its numbers in a table", async () => {
    const person = userEvent.setup();
    render(<App />);
    expect(screen.getByRole("status")).toHaveTextContent("Old Faithful fitted with 2 components");

    await person.click(screen.getByRole("tab", { name: "Components" }));

    const table = await screen.findByRole("group", { name: /^Components/ }, PATIENT);
    expect(within(table).getByRole("columnheader", { name: /eruptions/ })).toBeInTheDocument();
    expect(within(table).getByText("64.4 %")).toBeInTheDocument();
    expect(within(screen.getByRole("tabpanel")).getByText("2322.2")).toBeInTheDocument();
  });

  it("changes the numbers and the explanation with the step in sight", async () => {
    const person = userEvent.setup();
    render(<App />);

    await person.click(screen.getByRole("button", { name: "To the start" }));

    expect(await screen.findByRole("heading", { name: "A first guess" }, PATIENT)).toBeInTheDocument();
    await person.click(screen.getByRole("tab", { name: "Components" }));
    expect(await screen.findByRole("group", { name: /^Components/ }, PATIENT)).toBeInTheDocument();
    expect(screen.queryByText("64.4 %")).not.toBeInTheDocument();
  });

  it("offers the usual settings for a fit of one's own, not those of the recording", () => {
    render(<App />);

    expect(screen.getByLabelText("Starts")).toHaveValue("48");
    expect(screen.getByLabelText("Seed")).toHaveValue("0");
    expect(screen.getByLabelText("Start from")).toHaveDisplayValue("all ways");
    expect(screen.getByRole("button", { name: "Fit with these settings" })).toBeInTheDocument();
  });

  it("lets arrow keys choose among its views", async () => {
    const person = userEvent.setup();
    render(<App />);

    screen.getByRole("tab", { selected: true }).focus();
    await person.keyboard("{ArrowDown}");

    const chosen = screen.getByRole("tab", { selected: true });
    expect(chosen).toHaveAccessibleName("Components");
    expect(chosen).toHaveFocus();
    expect(screen.getByRole("tabpanel", { name: "Components" })).toBeInTheDocument();
    await person.keyboard("{ArrowUp}{ArrowUp}{ArrowUp}");
    expect(screen.getAllByRole("tab").filter((tab) => tab.ariaSelected === "true")).toHaveLength(1);
  });

  it("takes back what was decided, and does it again", async () => {
    const person = userEvent.setup();
    render(<App />);
    expect(screen.getByRole("button", { name: "Undo" })).toBeDisabled();

    await person.click(screen.getByRole("checkbox", { name: "waiting" }));
    await person.selectOptions(screen.getByLabelText("Shape"), "Round (VII)");
    await person.click(screen.getByRole("button", { name: "Undo" }));
    expect(screen.getByLabelText("Shape")).toHaveDisplayValue("Full (VVV)");
    expect(screen.getByRole("checkbox", { name: "waiting" })).not.toBeChecked();
    await person.click(screen.getByRole("button", { name: "Undo" }));
    expect(screen.getByRole("checkbox", { name: "waiting" })).toBeChecked();
    expect(screen.getByRole("button", { name: "Undo" })).toBeDisabled();

    await person.click(screen.getByRole("button", { name: "Redo" }));
    await person.click(screen.getByRole("button", { name: "Redo" }));
    expect(screen.getByLabelText("Shape")).toHaveDisplayValue("Round (VII)");
    expect(screen.getByRole("button", { name: "Redo" })).toBeDisabled();
  });

  it("has the parts that a screen reader steers by", () => {
    render(<App />);

    expect(screen.getByRole("main")).toBeInTheDocument();
    expect(screen.getByRole("banner")).toBeInTheDocument();
    expect(screen.getByRole("navigation", { name: "Data sets" })).toBeInTheDocument();
    expect(screen.getByRole("slider", { name: "Step of EM" })).toHaveAttribute(
      "aria-valuetext",
      expect.stringContaining("End"),
    );
  });
});
