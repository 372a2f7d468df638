import { setTimeout as pause } from 'node:timers/promises';

const TIMEOUT_MS = 60_000;
const CHECK_INTERVAL_MS = 25;

/** Calls `check` until it returns a value (not null, undefined or false). Fails after a timeout, naming what it waited for. */
export async function waitFor<T>(
  what: string,
  check: () => Promise<T> | T,
  timeoutMs = TIMEOUT_MS,
): Promise<Exclude<T, null | undefined | false>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await check();
    if (value != null && value !== false) return value as Exclude<T, null | undefined | false>;
    if (Date.now() > deadline) throw new Error(`timed out waiting for ${what}`);
    await pause(CHECK_INTERVAL_MS);
  }
}
