import { executeChild, uuid4, workflowInfo } from '@temporalio/workflow';
import { reportWorkflowId, type ReportResult } from '../src/domain/reports/report-workflow.js';
import type { ReportRequest } from '../src/domain/reports/report.js';
import { generateReport } from './generate-report.js';

/** The settings of scheduled reports. */
export type ScheduledReportInput = Pick<ReportRequest, 'interpolation' | 'reachHours' | 'windows'>;

/** Generates a report on every store as of the instant at which it was due, however late it runs. Returns its result. */
export async function scheduledReport(input: ScheduledReportInput): Promise<ReportResult> {
  const reportId = uuid4();
  const due = scheduledTime();
  const scheduledAt = due.toISOString();
  const { startTime } = workflowInfo();
  return executeChild(generateReport, {
    workflowId: reportWorkflowId(reportId),
    staticSummary: `Report on every store as of ${scheduledAt}`,
    args: [
      {
        reportId,
        request: { asOf: scheduledAt, storeIds: null, ...input },
        requestedAt: startTime.toISOString(),
        origin: { trigger: 'scheduled', scheduledAt },
      },
    ],
  });
}

/** The time that the schedule sets; a run that was started by hand is due when it starts. */
function scheduledTime(): Date {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const due = typedSearchAttributes.getAll().find(({ key }) => key.name === 'TemporalScheduledStartTime')?.value;
  return due instanceof Date ? due : startTime;
}
