const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Aborted when this process is to end: by a signal, by the death of the launcher that started it, or when nobody can
 * read any more what it prints. A second Ctrl-C changes nothing: what was started is being stopped already.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  for (const signal of SIGNALS) process.on(signal, stop);
  process.on('disconnect', stop);
  for (const output of [process.stdout, process.stderr]) output.on('error', stop);
  return controller.signal;
}

/** Waits for something, but not once the signal is aborted. */
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
