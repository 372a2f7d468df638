import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  CancellationScope,
  continueAsNew,
  isCancellation,
  patched,
  rootCause,
  setHandler,
} from '@temporalio/workflow';
import type { ReportChunk } from '../activities/report-activities.js';
import type { Instant } from '../src/domain/instant.js';
import type { ReportOrigin, ReportPart, ReportRequest } from '../src/domain/report.js';
import { assembleCsv, cancelReport, completeReport, computeChunk, failReport, pinReport } from './proxies.js';
import { normalizePlan } from './legacy-plan.js';
import { ReportWorkflowStatus, reportProgressQuery } from './report-workflow-status.js';

export interface GenerateReportInput {
  readonly reportId: string;
  readonly request: ReportRequest;
  readonly requestedAt: Instant;
  /** Missing where it began before this was kept: a request. */
  readonly origin?: ReportOrigin;
  /** Counts from 1, which may be missing: each retry of a failed report is one more. */
  readonly attempt?: number;
}

/** Chunks under way at once: enough for the cores of several workers, few enough to leave the database room. */
const MAX_CONCURRENT_CHUNKS = 8;

/**
 * A report from its trigger to its end, or the rest of one that failed. Its workflow id is `report-<reportId>`. Where there are
 * more chunks than one history should hold, another run goes on.
 */
export async function generateReport(report: GenerateReportInput): Promise<void> {
  const { reportId, request, requestedAt, origin, attempt } = report;
  const hasReportActorPatch = patched('report-actor');
  const status = new ReportWorkflowStatus(hasReportActorPatch, origin?.trigger ?? 'request');
  setHandler(reportProgressQuery, () => status.progress);
  try {
    const pinned = pinReport(reportId, request, requestedAt, origin, attempt);
    const plan = normalizePlan(await part('begin', 'the report could not begin', pinned));
    status.recordPlan(plan);
    await computeAll(reportId, plan.chunks, status, hasReportActorPatch);
    if (!plan.isWhole) await continueAsNew<typeof generateReport>(report);
    status.recordAssembling();
    const csv = await part('assemble', 'the CSV could not be written', assembleCsv(reportId));
    await part('close', 'the report could not be closed', completeReport(reportId, csv));
    status.recordEnd('Complete');
  } catch (failure) {
    // What fails while it is told to stop is not tried again, and did not fail for good.
    const isStopped =
      hasReportActorPatch && CancellationScope.current().consideredCancelled && !isCancellation(failure);
    const error = isStopped ? new CancelledFailure('the report was cancelled') : failure;
    // Also after a cancellation, which would cancel what is asked for here too.
    await CancellationScope.nonCancellable(() => recordFailure(error, report, status));
    throw error;
  }
}

/** Ends the report as what happened to its workflow. */
async function recordFailure(
  error: unknown,
  { reportId, attempt }: GenerateReportInput,
  status: ReportWorkflowStatus,
): Promise<void> {
  if (isCancellation(error)) {
    await cancelReport(reportId);
    status.recordEnd('Cancelled');
  } else if (error instanceof ReportPartFailure) {
    await failReport(reportId, error.message, error.part, attempt);
    status.recordEnd('Failed', error.message);
    throw ApplicationFailure.nonRetryable(error.message, 'ReportFailed');
  }
}

/**
 * Works through the chunks, a bounded number at a time. Where one is given up, no other is begun, and those that were are waited
 * for (`isActor`): nothing goes on behind a report that has failed.
 */
async function computeAll(
  reportId: string,
  chunks: readonly ReportChunk[],
  status: ReportWorkflowStatus,
  hasReportActorPatch: boolean,
): Promise<void> {
  const waiting = [...chunks];
  const runChunks = async (): Promise<void> => {
    for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) {
      const stores = status.describeStores(chunk);
      const computed = computeChunk.executeWithOptions({ summary: stores }, [reportId, chunk]);
      try {
        await part('compute', `uptime could not be computed (${stores})`, computed);
      } catch (error) {
        if (hasReportActorPatch) waiting.length = 0;
        throw error;
      }
      status.recordChunk(chunk);
    }
  };
  const runners = Array.from({ length: MAX_CONCURRENT_CHUNKS }, runChunks);
  if (hasReportActorPatch) await Promise.allSettled(runners);
  await Promise.all(runners);
}

/** A part of the work that was given up, in words. */
class ReportPartFailure extends Error {
  constructor(
    readonly part: ReportPart,
    reason: string,
  ) {
    super(reason);
    this.name = 'GivenUp';
  }
}

/** Waits for a part of the work; says what it was when it is given up, in the words of the innermost failure. */
async function part<T>(name: ReportPart, what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    throw new ReportPartFailure(name, `${what}: ${rootCause(error) ?? error.message}`);
  }
}
