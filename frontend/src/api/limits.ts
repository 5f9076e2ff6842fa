import { answered, service } from "./client";
import { tooLarge } from "./problem";
import type { Limits } from "./types";

const SECONDS = 10;
/** Whoever sends less need not ask first: the service itself refuses it at once. */
const WORTH_ASKING_BYTES = 2 ** 20;

let asked: Promise<Limits> | null = null;

/** How large a request may be; the service is asked once, and again only when it did not answer. */
export function limits(): Promise<Limits> {
  asked ??= answered(SECONDS, undefined, (stop) => service.GET("/limits", { signal: stop })).catch(
    (error: unknown) => {
      asked = null;
      throw error;
    },
  );
  return asked;
}

/** Rejects before anything is sent if a body is larger than the service takes. */
export async function refuseTooLarge(body: Blob): Promise<void> {
  if (body.size < WORTH_ASKING_BYTES) return;
  const most = (await limits()).max_body_bytes;
  if (most !== undefined && body.size > most) throw tooLarge(body.size, most);
}
