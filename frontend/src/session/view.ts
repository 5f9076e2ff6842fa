import type { ComponentType } from "react";

/** What happens on the right: one of several, chosen by its tab. */
export interface View {
  /** In the address and in the code. */
  readonly id: string;
  /** On its tab: a word or two. */
  readonly title: string;
  readonly icon: ComponentType<{ size: number; stroke: number }>;
  /** Its content, lazily loaded; takes all it needs from the session. */
  readonly Content: ComponentType;
  /** Wants more room than a column of text, such as a table of rows. */
  readonly wide?: boolean;
}
