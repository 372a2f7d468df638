import { Context } from '@temporalio/activity';

/** A third of the shortest heartbeat timeout, so that one lost heartbeat does not matter. */
const INTERVAL_MS = 3_000;

/**
 * Sends heartbeats while `work` runs, so that the work of a killed worker is given to another within seconds. `setDetails`
 * sets what the heartbeats carry. A local activity needs none: its worker is given up with the workflow that it decides.
 */
export async function withHeartbeats<T>(work: (setDetails: (details: unknown) => void) => Promise<T>): Promise<T> {
  const context = Context.current();
  let details: unknown;
  if (context.info.isLocal) return work(() => undefined);
  const timer = setInterval(() => context.heartbeat(details), INTERVAL_MS);
  try {
    return await work((latest) => (details = latest));
  } finally {
    clearInterval(timer);
  }
}
