import { messageOf } from '../../src/domain/error-message.js';
import { untilExited } from './process-by-id.js';
import { pauseUnlessAborted, RestartDelay } from './restart-delay.js';

/** A server that was started. */
export interface StartedServer {
  readonly pid: number;
  /** Stops it, also while another call is starting it again. */
  stop(): Promise<void>;
}

export interface KeptServerOptions<T extends StartedServer> {
  readonly name: string;
  /** Starts the server; `previous` is the one that ended, whose address must stay the same. */
  readonly start: (previous: T | undefined) => Promise<T>;
  readonly print: (line: string) => void;
}

/** Starts a server, and starts it again whenever its process ends, with growing delays, until it is stopped. */
export async function keepServer<T extends StartedServer>({ name, start, print }: KeptServerOptions<T>): Promise<T> {
  const stopping = new AbortController();
  const isStopping = () => stopping.signal.aborted;
  const delay = new RestartDelay();
  const first = await start(undefined);
  let current = first;

  async function startAgain(livedMs: number): Promise<void> {
    let delayMs = delay.after(livedMs);
    print(`${name} ended unexpectedly; it starts again in ${delayMs / 1000} s`);
    for (;;) {
      await pauseUnlessAborted(delayMs, stopping.signal);
      if (isStopping()) return;
      try {
        current = await start(current);
        if (!isStopping()) print(`${name} runs again`);
        return;
      } catch (error) {
        if (isStopping()) return;
        delayMs = delay.after(0);
        print(`${messageOf(error)}; another attempt follows in ${delayMs / 1000} s`);
      }
    }
  }

  async function keepRunning(): Promise<void> {
    while (!isStopping()) {
      const startedAt = performance.now();
      if (await untilExited(current.pid, stopping.signal)) await startAgain(performance.now() - startedAt);
    }
  }

  const running = keepRunning();
  return {
    ...first,
    async stop() {
      stopping.abort();
      // The first stop interrupts a start that is under way, the second one stops what that start has made.
      await current.stop();
      await running;
      await current.stop();
    },
  };
}
