import type { ComponentType } from "react";

export interface Chapter {
  /** In the code, and the name of its exercise. */
  readonly id: string;
  readonly title: string;
  /** What it is about, in the list of all. */
  readonly about: string;
  readonly Content: ComponentType;
}
