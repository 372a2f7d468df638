import { Context } from '@temporalio/activity';

/** A third of the shortest heartbeat timeout: one lost beat is no death. */
const INTERVAL_MS = 3_000;

/**
 * Runs `work` while telling the server that this process lives, so that what a killed worker held is given to another
 * within seconds. `report` sets what the heartbeats say.
 */
export async function withHeartbeats<T>(work: (report: (details: unknown) => void) => Promise<T>): Promise<T> {
  const context = Context.current();
  let details: unknown;
  const timer = setInterval(() => context.heartbeat(details), INTERVAL_MS);
  try {
    return await work((latest) => (details = latest));
  } finally {
    clearInterval(timer);
  }
}
