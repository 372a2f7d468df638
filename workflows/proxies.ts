import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';

/**
 * All timeouts and retries, one proxy per class of work.
 *
 * Heartbeats come every three seconds, so ten seconds of silence mean that the worker is gone, and another takes over.
 * What fails is nearly always a database or a disk that is away for a moment: retries begin after half a second and
 * slow down to one every ten, for the minutes that a restart or a failover takes, before a person is told.
 */
const HEARTBEAT_TIMEOUT = '10 seconds';
const RETRY = { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' } as const;
const ATTEMPTS_OVER_FIVE_MINUTES = 35;

/** A few statements each: a minute means that something hangs. */
export const { pinReport, completeReport } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { ...RETRY, maximumAttempts: ATTEMPTS_OVER_FIVE_MINUTES },
});

/** Takes no time: a minute means that the disk hangs. */
export const { listSourceFiles } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { ...RETRY, maximumAttempts: ATTEMPTS_OVER_FIVE_MINUTES },
});

/** A chunk takes a fraction of a second; ten minutes allow for a database under heavy load. */
export const { computeChunk } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { ...RETRY, maximumAttempts: ATTEMPTS_OVER_FIVE_MINUTES },
});

/** Grows with the stores: a million take seconds. Cancelled, it is waited for: it removes what it has written. */
export const { assembleCsv } = proxyActivities<Activities>({
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { ...RETRY, maximumAttempts: ATTEMPTS_OVER_FIVE_MINUTES },
});

/** Grows with the file, which may have any size. */
export const { importSourceFile, importUpload } = proxyActivities<Activities>({
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { ...RETRY, maximumAttempts: ATTEMPTS_OVER_FIVE_MINUTES },
});

/** Waits for whoever reads what is to be dropped; the rows of many reports are many. */
export const { dropPolls, dropReports } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { ...RETRY, maximumAttempts: ATTEMPTS_OVER_FIVE_MINUTES },
});

/** A question to the server for each running report, of which there are few; one for all imports. */
export const { reconcileReports, reconcileImports } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { ...RETRY, maximumAttempts: ATTEMPTS_OVER_FIVE_MINUTES },
});

/** Must get through however long it takes: nothing is left running while nobody works on it. */
export const { failReport, cancelReport, failImport, removeUpload } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: RETRY,
});
