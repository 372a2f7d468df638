import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';

/**
 * All timeouts and retries, one proxy per class of work.
 *
 * Workers send a heartbeat every three seconds. After ten seconds without one the worker counts as dead, and another takes
 * over. Most failures are a database or a disk that is unavailable for a moment. Retries start after half a second, slow
 * down to one every ten, and go on for five minutes: the time of a restart or a failover.
 */
const HEARTBEAT_TIMEOUT = '10 seconds';
const RETRY = { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' } as const;
const ATTEMPTS_OVER_FIVE_MINUTES = 35;

/** A few statements each; if they take a minute, something hangs. */
export const { pinReport, completeReport } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { ...RETRY, maximumAttempts: ATTEMPTS_OVER_FIVE_MINUTES },
});

/** The first try of `LocalSteps`. A step that takes longer becomes an activity that any worker may take. */
export const here = proxyLocalActivities<
  Pick<Activities, 'pinReport' | 'computeChunk' | 'assembleCsv' | 'completeReport'>
>({
  startToCloseTimeout: '10 seconds',
  retry: { maximumAttempts: 1 },
});

/** Takes milliseconds; if it takes a minute, the disk hangs. */
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

/** Grows with the stores: a million take seconds. A cancelled one is waited for, as it removes the file it has written. */
export const { assembleCsv } = proxyActivities<Activities>({
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { ...RETRY, maximumAttempts: ATTEMPTS_OVER_FIVE_MINUTES },
});

/** Grows with the stores and the kinds of their groups: a million stores take seconds for each kind. Given up soon, as nobody needs it. */
export const { keepGroupSums } = proxyActivities<Activities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { ...RETRY, maximumAttempts: 3 },
});

/** Grows with the file, which may have any size. */
export const { importSourceFile, importUpload } = proxyActivities<Activities>({
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { ...RETRY, maximumAttempts: ATTEMPTS_OVER_FIVE_MINUTES },
});

/** Waits for readers of the table to be dropped; many reports, rejects and audit events have many rows. */
export const { dropPolls, dropReports, dropRejects, dropAuditEvents } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { ...RETRY, maximumAttempts: ATTEMPTS_OVER_FIVE_MINUTES },
});

/** One request to Temporal for each running report, of which there are few, and one for all imports. */
export const { reconcileReports, reconcileImports } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { ...RETRY, maximumAttempts: ATTEMPTS_OVER_FIVE_MINUTES },
});

/** Retried without limit: no report or import may stay Running when no workflow works on it. */
export const { failReport, cancelReport, failImport, removeUpload } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: RETRY,
});
