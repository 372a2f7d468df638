import type { GenerateReportInput } from '../../domain/report-workflow.js';
import { parseStoredInstant } from './report-pin.js';
import type { Report } from './report.entity.js';

/** The input for a workflow that continues a report. The pinned data is in the database already. */
export function toGenerateReportInput(report: Report): GenerateReportInput {
  const { reportId, requestedAsOf, interpolation, reachHours, requestedAt, trigger, scheduledAt, attempt } = report;
  const asOf =
    requestedAsOf === 'latest' || requestedAsOf === 'now' ? requestedAsOf : parseStoredInstant(requestedAsOf);
  const [storeIds, windows] = [report.storeIds ?? null, report.windows ?? null];
  return {
    reportId,
    request: { asOf, storeIds, interpolation, reachHours, windows },
    requestedAt,
    origin: { trigger, ...(scheduledAt != null && { scheduledAt }) },
    attempt,
  };
}
