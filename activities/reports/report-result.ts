import { formatInstant } from '../../src/domain/time/instant.js';
import type { ReportResult } from '../../src/domain/reports/report-workflow.js';
import type { Report } from '../../src/persistence/reports/report.entity.js';

/** Describes an ended report for Temporal's page. */
export function toReportResult({ reportId, status, csvRows, csvBytes, csvSha256, ...report }: Report): ReportResult {
  return {
    status,
    reportId,
    asOf: formatInstant(report.asOf!),
    dataVersion: report.dataVersion!,
    stores: report.storesDone,
    storesFailed: report.storesFailed,
    rows: csvRows ?? null,
    bytes: csvBytes ?? null,
    sha256: csvSha256 ?? null,
    reportUrl: `/reports/${reportId}`,
    csvUrl: status === 'Complete' ? `/reports/${reportId}/csv` : null,
  };
}
