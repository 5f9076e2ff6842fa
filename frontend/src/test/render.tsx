import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import { Providers } from "../app/Providers";

/** A part of the page inside of what it needs around it, and a person to use it. */
export function show(part: ReactElement) {
  const person = userEvent.setup();
  return { person, ...render(part, { wrapper: Providers }) };
}
