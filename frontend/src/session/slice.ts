import type { SessionState } from "./session";

/** One part of the session: its first values and what can be done with them. */
export type Slice<Part> = (set: (part: Partial<SessionState>) => void, get: () => SessionState) => Part;
