import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, UnreachableError } from '../cli/api-client.js';
import { isTemporalUnavailable } from '../src/temporal/grpc-errors.js';

/** A server or a process that died runs again within this time. */
const TIMEOUT_MS = 120_000;
const RETRY_DELAY_MS = 500;

/** Repeats a request while the server or the process that it needs is being started again. */
export async function retryWhileUnavailable<T>(signal: AbortSignal, request: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  for (;;) {
    try {
      return await request();
    } catch (error) {
      if (!isUnavailable(error) || performance.now() - startedAt > TIMEOUT_MS) throw error;
      await pause(RETRY_DELAY_MS, undefined, { signal });
    }
  }
}

function isUnavailable(error: unknown): boolean {
  if (error instanceof ApiError) return error.status === 503;
  return error instanceof UnreachableError || isTemporalUnavailable(error);
}
