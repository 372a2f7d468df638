import {
  ApplicationFailure,
  CancelledFailure,
  CancellationScope,
  continueAsNew,
  isCancellation,
  patched,
  setHandler,
} from '@temporalio/workflow';
import type { GenerateReportInput, ReportResult } from '../src/domain/reports/report-workflow.js';
import type { ReportPlan } from '../src/domain/reports/report.js';
import { normalizePlan } from './legacy-plan.js';
import {
  assembleCsv,
  cancelReport,
  completeReport,
  computeChunk,
  failReport,
  here,
  keepGroupSums,
  pinReport,
} from './proxies.js';
import { ReportPartFailure, runPart } from './report-part-failure.js';
import { LocalSteps } from './local-steps.js';
import { reportProgressQuery, ReportWorkflowStatus } from './report-workflow-status.js';

/** One worker computes so many chunks at once: giving them to others takes longer than what is won. */
const CHUNKS_OF_ONE_WORKER = 4;

/** The CSV of so many stores is written in a tenth of a second. */
const SHORT_CSV_STORES = 20_000;

/** Enough for the cores of several workers, and few enough to leave the database room. */
const MAX_CONCURRENT_CHUNKS = 8;

/**
 * Generates a report, or the rest of one that failed. Its workflow id is `reportWorkflowId(reportId)`. If there are more
 * chunks than one history should hold, the workflow continues as new. The result is for people who read it on Temporal's page.
 */
export async function generateReport(input: GenerateReportInput): Promise<ReportResult> {
  const { reportId, origin } = input;
  const hasReportActorPatch = patched('report-actor');
  const status = new ReportWorkflowStatus(hasReportActorPatch, origin?.trigger ?? 'request');
  setHandler(reportProgressQuery, () => status.progress);
  try {
    const steps = new LocalSteps(patched('local-steps'));
    const pinned = steps.run(
      true,
      () => here.pinReport(input),
      () => pinReport(input),
    );
    const plan = normalizePlan(await runPart('begin', 'the report could not begin', pinned));
    status.recordPlan(plan);
    await computeAll(reportId, plan, status, hasReportActorPatch, steps);
    if (!plan.isWhole) await continueAsNew<typeof generateReport>(input);
    status.recordAssembling();
    const assembled = steps.run(
      plan.isWhole && plan.storesTotal <= SHORT_CSV_STORES,
      () => here.assembleCsv(reportId),
      () => assembleCsv(reportId),
    );
    const csv = await runPart('assemble', 'the CSV could not be written', assembled);
    const completed = steps.run(
      true,
      () => here.completeReport(reportId, csv),
      () => completeReport(reportId, csv),
    );
    const result = await runPart('close', 'the report could not be closed', completed);
    status.recordEnd('Complete');
    // A report is complete without these sums: they are computed when somebody asks for them.
    if (patched('group-sums') && plan.hasGroups) await keepGroupSums(reportId).catch(() => undefined);
    return result;
  } catch (failure) {
    // A failure during cancellation counts as cancelled, not failed.
    const isCancelled =
      hasReportActorPatch && CancellationScope.current().consideredCancelled && !isCancellation(failure);
    const error = isCancelled ? new CancelledFailure('the report was cancelled') : failure;
    // A cancelled scope would cancel these activities, too.
    await CancellationScope.nonCancellable(() => recordFailure(error, input, status));
    throw error;
  }
}

/** Ends the report in the database as Cancelled or Failed. Any other error is left to Temporal. */
async function recordFailure(
  error: unknown,
  { reportId, attempt = 1 }: GenerateReportInput,
  status: ReportWorkflowStatus,
): Promise<void> {
  if (isCancellation(error)) {
    await cancelReport(reportId);
    status.recordEnd('Cancelled');
  } else if (error instanceof ReportPartFailure) {
    await failReport({ reportId, attempt, reason: error.message, part: error.part });
    status.recordEnd('Failed', error.message);
    throw ApplicationFailure.nonRetryable(error.message, 'ReportFailed');
  }
}

/**
 * Computes the chunks, a bounded number at a time. When a chunk fails for good, no new chunk starts, and
 * (`hasReportActorPatch`) the running ones are waited for: nothing is computed for a report that has failed.
 */
async function computeAll(
  reportId: string,
  { chunks, isWhole }: Pick<ReportPlan, 'chunks' | 'isWhole'>,
  status: ReportWorkflowStatus,
  hasReportActorPatch: boolean,
  steps: LocalSteps,
): Promise<void> {
  const isOfOneWorker = isWhole && chunks.length <= CHUNKS_OF_ONE_WORKER;
  const waiting = [...chunks];
  const runChunks = async (): Promise<void> => {
    for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) {
      const stores = status.describeStores(chunk);
      const computed = steps.run(
        isOfOneWorker,
        () => here.computeChunk(reportId, chunk),
        () => computeChunk.executeWithOptions({ summary: stores }, [reportId, chunk]),
      );
      try {
        await runPart('compute', `uptime could not be computed (${stores})`, computed);
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
