import { isCancellation } from '@temporalio/workflow';

/**
 * Runs short steps in the worker that decides, as local activities: that saves two round trips to Temporal for each, which are most of
 * the time of a small report. A step that does not succeed at once becomes an activity like any other, with its retries and its
 * time limit, for any worker and for all to see; so do all steps after it, as they would probably wait in vain, too. If the
 * worker dies, the next one runs the step again: every step may run twice.
 */
export class LocalSteps {
  constructor(private areWanted: boolean) {}

  async run<T>(isShort: boolean, here: () => Promise<T>, anywhere: () => Promise<T>): Promise<T> {
    if (isShort && this.areWanted) {
      try {
        return await here();
      } catch (error) {
        if (isCancellation(error)) throw error;
        this.areWanted = false;
      }
    }
    return anywhere();
  }
}
