import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  rootCause,
} from '@temporalio/workflow';
import type { ReportChunk } from '../activities/report-activities.js';
import type { Instant } from '../src/domain/instant.js';
import type { ReportOrigin, ReportRequest } from '../src/domain/report.js';
import { assembleCsv, cancelReport, completeReport, computeChunk, failReport, pinReport } from './proxies.js';

export interface GenerateReport {
  readonly reportId: string;
  readonly request: ReportRequest;
  readonly requestedAt: Instant;
  /** Missing where it began before this was kept: a request. */
  readonly origin?: ReportOrigin;
}

/** Chunks under way at once: enough for the cores of several workers, few enough to leave the database room. */
const CHUNKS_AT_ONCE = 8;

/** A report from its trigger to its end. Its workflow id is `report-<reportId>`. */
export async function generateReport({ reportId, request, requestedAt, origin }: GenerateReport): Promise<void> {
  try {
    await computeAll(reportId, await pinReport(reportId, request, requestedAt, origin));
    await completeReport(reportId, await assembleCsv(reportId));
  } catch (error) {
    // Also after a cancellation, which would cancel what is asked for here too.
    await CancellationScope.nonCancellable(() => closeAfter(error, reportId));
    throw error;
  }
}

/** Ends the report as what happened to its workflow. */
async function closeAfter(error: unknown, reportId: string): Promise<void> {
  if (isCancellation(error)) {
    await cancelReport(reportId);
  } else if (error instanceof ActivityFailure) {
    const reason = reasonOf(error);
    await failReport(reportId, reason);
    throw ApplicationFailure.nonRetryable(reason, 'ReportFailed');
  }
}

/** Works through the chunks, a bounded number at a time. */
async function computeAll(reportId: string, chunks: readonly ReportChunk[]): Promise<void> {
  const waiting = [...chunks];
  const workThrough = async (): Promise<void> => {
    for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) await computeChunk(reportId, chunk);
  };
  await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, workThrough));
}

/** What went wrong, in the words of the innermost failure, and in which step. */
function reasonOf(failure: ActivityFailure): string {
  return `${STEPS[failure.activityType] ?? failure.activityType}: ${rootCause(failure) ?? failure.message}`;
}

const STEPS: Readonly<Record<string, string>> = {
  pinReport: 'the report could not begin',
  computeChunk: 'uptime could not be computed',
  assembleCsv: 'the CSV could not be written',
  completeReport: 'the report could not be closed',
};
