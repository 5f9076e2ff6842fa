import { screen } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { ApiProblem } from "../../api";
import { show } from "../../test/render";
import { FitPanel } from "./FitPanel";
import { SETTINGS, type FitSettings } from "../../session";

function panel(props: Partial<Parameters<typeof FitPanel>[0]> = {}) {
  const heard = { onChange: vi.fn<() => void>(), onFit: vi.fn<() => void>(), onCancel: vi.fn<() => void>() };
  const part = (
    <FitPanel
      settings={SETTINGS}
      progress={null}
      problem={null}
      cancelled={false}
      stale={false}
      obstacle={null}
      {...heard}
      {...props}
    />
  );
  return { ...show(part), ...heard };
}

/** The panel with someone who keeps its settings. */
function kept(first: FitSettings) {
  function Keeper() {
    const [settings, setSettings] = useState(first);
    return (
      <FitPanel
        settings={settings}
        progress={null}
        problem={null}
        cancelled={false}
        stale={false}
        obstacle={null}
        onChange={setSettings}
        onFit={() => undefined}
        onCancel={() => undefined}
      />
    );
  }
  return show(<Keeper />);
}

describe("the model's panel", () => {
  it("reports each decision", async () => {
    const { person, onChange } = panel();

    await person.clear(screen.getByLabelText("Components K"));
    await person.type(screen.getByLabelText("Components K"), "5");
    expect(onChange).toHaveBeenLastCalledWith({ ...SETTINGS, components: 5 });

    await person.selectOptions(screen.getByLabelText("Shape"), "Round (VII)");
    expect(onChange).toHaveBeenLastCalledWith({ ...SETTINGS, structure: "spherical" });

    await person.selectOptions(screen.getByLabelText("Start from"), "random");
    expect(onChange).toHaveBeenLastCalledWith({ ...SETTINGS, init: "random" });
  });

  it.each([
    ["Components K", "1000", 50, "at most 50"],
    ["Components K", "0", 1, "at least 1"],
    ["Starts", "99999999999999999999", 1000, "at most 1000"],
  ])("shows what is used of %s when %s is typed, and why", async (label, typed, used, why) => {
    const { person } = kept({ ...SETTINGS, components: 50 });
    const field = screen.getByLabelText(label);

    await person.clear(field);
    await person.type(field, typed);

    expect(field).toHaveValue(String(used));
    expect(field).toHaveAccessibleDescription(why);
  });

  it("does not take an empty field for a number, and says what is used instead", async () => {
    const { person, onChange } = panel();
    const field = screen.getByLabelText("Starts");

    await person.clear(field);
    expect(field).toHaveAccessibleDescription("48 is used");
    await person.tab();

    expect(field).toHaveValue("48");
    expect(onChange).not.toHaveBeenCalled();
  });

  it("fits when Enter is pressed in a field", async () => {
    const { person, onFit } = panel();

    await person.type(screen.getByLabelText("Seed"), "{Enter}");

    expect(onFit).toHaveBeenCalledOnce();
  });

  it("says beside the number of components what is wrong with it", () => {
    panel({
      problem: new ApiProblem(
        "refused",
        "7 components need at least 7 rows; lower n_components.",
        "n_components",
      ),
    });

    expect(screen.getByLabelText("Components K")).toHaveAccessibleDescription(
      "7 components need at least 7 rows; lower Components.",
    );
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  });

  it("offers another try when the service was away, and none when it said no", async () => {
    const { person, onFit, unmount } = panel({ problem: new ApiProblem("unreachable", "Nobody is there.") });
    expect(screen.getByRole("alert")).toHaveTextContent("Nobody is there.");
    await person.click(screen.getByRole("button", { name: "Try again" }));
    expect(onFit).toHaveBeenCalledOnce();
    unmount();

    panel({ problem: new ApiProblem("refused", "No.", "tol") });
    expect(screen.queryByRole("button", { name: "Try again" })).not.toBeInTheDocument();
  });

  it("can be cancelled while it runs, and says how far it is", async () => {
    const run = {
      selection: {} as never,
      settings: SETTINGS,
      gait: "steps" as const,
      result: null,
      byHand: false,
    };
    const mixture = { weights: [1], means: [[0]], covariances: [[[1]]], columns: ["x"] };
    const { person, onCancel, onFit } = panel({
      progress: {
        start: 1,
        finished: [],
        perStart: new Map(),
        from: [],
        run: { ...run, iterations: [{ iteration: 4, logLikelihood: -12.5, mixture }] },
      },
    });

    expect(screen.getByText("Start 2 of 48, iteration 4, log-likelihood −12.5")).toBeInTheDocument();
    await person.click(screen.getByRole("button", { name: "Cancel" }));

    expect(onCancel).toHaveBeenCalledOnce();
    expect(onFit).not.toHaveBeenCalled();
  });

  it("does not offer what cannot be done, and says why", () => {
    panel({ obstacle: "Choose at least one column of numbers to fit to." });

    expect(screen.getByRole("button", { name: /Fit/ })).toBeDisabled();
    expect(screen.getByText("Choose at least one column of numbers to fit to.")).toBeInTheDocument();
  });
});
