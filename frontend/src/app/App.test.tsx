import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { App } from "./App";

vi.mock("../api", async (original) => ({
  ...(await original<typeof import("../api")>()),
  listExamples: () => Promise.resolve([]),
}));

describe("the page", () => {
  it("opens on a fitted mixture, with its numbers in a table", () => {
    render(<App />);

    const table = screen.getByRole("group", { name: /^Components/ });
    expect(within(table).getByRole("columnheader", { name: /eruptions/ })).toBeInTheDocument();
    expect(within(table).getByText("64.4 %")).toBeInTheDocument();
    expect(screen.getByText("2322.2")).toBeInTheDocument();
    expect(screen.getByRole("status")).toHaveTextContent("Old Faithful fitted with 2 components");
  });

  it("changes the numbers and the explanation with the step in sight", async () => {
    const person = userEvent.setup();
    render(<App />);

    await person.click(screen.getByRole("button", { name: "To the start" }));

    expect(screen.getByRole("heading", { name: "A first guess" })).toBeInTheDocument();
    expect(screen.queryByText("64.4 %")).not.toBeInTheDocument();
  });

  it("offers the usual settings for a fit of one's own, not those of the recording", () => {
    render(<App />);

    expect(screen.getByLabelText("Starts")).toHaveValue("48");
    expect(screen.getByLabelText("Seed")).toHaveValue("0");
    expect(screen.getByLabelText("Start from")).toHaveDisplayValue("all ways");
    expect(screen.getByRole("button", { name: "Fit with these settings" })).toBeInTheDocument();
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
