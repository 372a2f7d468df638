import { setTimeout as pause } from 'node:timers/promises';

const TIMEOUT_MS = 60_000;
const BETWEEN_MS = 25;

/** Asks until the answer is there (not null, undefined or false), and fails with what was waited for if it does not come. */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T> | T,
  timeoutMs = TIMEOUT_MS,
): Promise<Exclude<T, null | undefined | false>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer != null && answer !== false) return answer as Exclude<T, null | undefined | false>;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await pause(BETWEEN_MS);
  }
}
