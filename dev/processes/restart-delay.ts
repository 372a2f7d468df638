import { setTimeout as pause } from 'node:timers/promises';

const MIN_DELAY_MS = 1_000;
const MAX_DELAY_MS = 30_000;
/** After this time a process counts as stable, and the delay is the minimum again. */
const STABLE_AFTER_MS = 60_000;

/** How long to wait before something that ended is started again: longer each time, up to a maximum. */
export class RestartDelay {
  private nextMs = MIN_DELAY_MS;

  /** Returns the delay after an end, and doubles the next one. `livedMs`: how long it ran, 0 if it did not start. */
  after(livedMs: number): number {
    const delayMs = livedMs > STABLE_AFTER_MS ? MIN_DELAY_MS : this.nextMs;
    this.nextMs = Math.min(2 * delayMs, MAX_DELAY_MS);
    return delayMs;
  }
}

/** Waits for a time, or until the signal is aborted. */
export async function pauseUnlessAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
