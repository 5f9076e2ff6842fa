import type { ComponentType } from "react";
import type { ChapterId } from "../../session";

export interface Chapter {
  readonly title: string;
  /** What it is about, in the list of all. */
  readonly about: string;
  readonly Content: ComponentType;
}

export interface NumberedChapter extends Chapter {
  readonly id: ChapterId;
}
