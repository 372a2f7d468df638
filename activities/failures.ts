import { ApplicationFailure } from '@temporalio/activity';
import { PollsDroppedError } from '../src/persistence/polls/poll-retention.js';
import { NoDataError } from '../src/persistence/reports/report-errors.js';
import { UnreadableSourceFileError } from './imports/source-files.js';
import { UploadGoneError } from './imports/upload-gone-error.js';

/** The errors that no retry can fix, with the type under which Temporal shows them. All others are retried. */
const NON_RETRYABLE = [
  { errorClass: PollsDroppedError, type: 'PollsDropped' },
  { errorClass: NoDataError, type: 'NoData' },
  { errorClass: UnreadableSourceFileError, type: 'UnreadableFile' },
  { errorClass: UploadGoneError, type: 'UploadGone' },
] as const;

type Activity = (...args: unknown[]) => Promise<unknown>;

/** Wraps activities so that errors that no retry can fix fail at once. The only place that decides so. */
export function withNonRetryableFailures<T extends object>(activities: T): T {
  const wrap =
    (activity: Activity): Activity =>
    async (...args) => {
      try {
        return await activity(...args);
      } catch (error) {
        throw toActivityFailure(error);
      }
    };
  const entries = Object.entries(activities) as [string, Activity][];
  return Object.fromEntries(entries.map(([name, activity]) => [name, wrap(activity)])) as T;
}

function toActivityFailure(error: unknown): unknown {
  const known = NON_RETRYABLE.find(({ errorClass }) => error instanceof errorClass);
  return known === undefined ? error : ApplicationFailure.nonRetryable((error as Error).message, known.type);
}
