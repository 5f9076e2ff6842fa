import { createContext, use, useState, type ReactNode } from "react";
import { createSession, type Session } from "./session";

const SessionContext = createContext<Session | null>(null);

interface Props {
  /** Which view is open at first. */
  readonly openView: string;
  readonly children: ReactNode;
}

/** One session for all that is inside. */
export function SessionProvider({ openView, children }: Props) {
  const [session] = useState(() => createSession(openView));
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session's stores, for what happens outside of rendering. */
export function useSessionStores(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("A part of the page that needs the session stands outside of it.");
  return session;
}
