import { messageOf } from './domain/error-message.js';

export interface RunningProcess {
  /** Resolves when the process ends by itself; rejects if it can't continue. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Runs a process until it is stopped by SIGTERM, SIGINT or the death of its parent. If it fails, the last line of output
 * says why, and the exit code is 1.
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
  // A statement that is still running, for example, must not keep the process alive.
  process.exit();
}

/** Prints why the process fails, and sets the exit code 1. */
export function failWith(name: string, error: unknown): void {
  console.error(`${name}: ${messageOf(error)}`);
  process.exitCode = 1;
}
