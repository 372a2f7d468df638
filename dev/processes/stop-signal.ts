const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Returns a signal that is aborted when this process should end: by a signal, by the death of its launcher, or when its
 * output is closed. A second Ctrl-C changes nothing: the servers are being stopped already.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  for (const signal of SIGNALS) process.on(signal, stop);
  process.on('disconnect', stop);
  for (const output of [process.stdout, process.stderr]) output.on('error', stop);
  return controller.signal;
}

/** Waits for a promise; throws when the signal is aborted. */
export async function unlessAborted<T>(signal: AbortSignal, awaited: Promise<T>): Promise<T> {
  const aborted = untilAborted(signal).then(() => {
    throw signal.reason;
  });
  return Promise.race([awaited, aborted]);
}

export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
}
