import { isCancellation } from '@temporalio/workflow';

/**
 * Runs a short step in the worker that decides, as a local activity: that saves two round trips to Temporal, which are most of the time of a
 * small report. If it does not succeed at once, it becomes an activity like any other, with its retries and its time
 * limit, for any worker and for all to see. If the worker dies, the next one runs the step again: every step may run twice.
 */
export async function tryHere<T>(isWanted: boolean, local: () => Promise<T>, anywhere: () => Promise<T>): Promise<T> {
  if (isWanted) {
    try {
      return await local();
    } catch (error) {
      if (isCancellation(error)) throw error;
    }
  }
  return anywhere();
}
