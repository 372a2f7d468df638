import { formatInstant } from '../../domain/time/instant.js';
import type { GenerateReportInput } from '../../domain/reports/report-workflow.js';
import { groupOf, type Report } from './report.entity.js';

/** The input for a workflow that continues a report. The pinned data is in the database already. */
export function toResumeReportInput(report: Report): GenerateReportInput {
  const { reportId, requestedAsOf, interpolation, reachHours, requestedAt, attempt } = report;
  const { trigger, keyId = null, scheduledAt } = report;
  const [storeIds, windows] = [report.storeIds ?? null, report.windows ?? null];
  return {
    reportId,
    request: { asOf: requestedAsOf, storeIds, group: groupOf(report), interpolation, reachHours, windows },
    requestedAt: formatInstant(requestedAt),
    origin: { trigger, keyId, ...(scheduledAt != null && { scheduledAt: formatInstant(scheduledAt) }) },
    attempt,
  };
}
