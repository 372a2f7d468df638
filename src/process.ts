import type { Instant } from './domain/instant.js';

/** The clock of this process. Milliseconds are all that the system gives. */
export function clock(): Instant {
  return Date.now() * 1_000;
}

export interface RunningProcess {
  /** Settles when the process ended by itself; rejects with why it can't go on. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Runs a process from its start to its end: SIGTERM, SIGINT and the death of the parent that started it stop it in
 * order. Where it fails, the last line says why, and the exit code is 1.
 */
export async function runProcess(name: string, start: () => Promise<RunningProcess>): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
    process.once('disconnect', resolve);
  });
  try {
    const running = await start();
    process.send?.('ready');
    await Promise.race([stopped, running.ended]);
    await running.stop();
  } catch (error) {
    failWith(name, error);
  }
  // Nothing of use is left to do: what still holds the process, such as a statement that goes on, must not.
  process.exit();
}

/** Ends what can't go on: the last line says why. */
export function failWith(name: string, error: unknown): void {
  console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
