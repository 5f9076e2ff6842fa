import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Formula } from "./Formula";

it("says its words until it can be typeset, and is typeset at once from then on", async () => {
  const { container } = render(<Formula tex="x^2" spoken="x squared" />);
  expect(screen.getByText("x squared")).toBeInTheDocument();
  await expect.poll(() => container.querySelector(".katex")).not.toBeNull();

  const later = render(<Formula tex="y^2" spoken="y squared" />);

  expect(later.container.querySelector(".katex")).not.toBeNull();
  expect(screen.queryByText("y squared")).not.toBeInTheDocument();
});
