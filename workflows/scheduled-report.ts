import { executeChild, uuid4, workflowInfo } from '@temporalio/workflow';
import { reportWorkflowId } from '../src/domain/report-workflow.js';
import type { ReportRequest } from '../src/domain/report.js';
import { generateReport } from './generate-report.js';

/** The settings of scheduled reports. */
export type ScheduledReportInput = Pick<ReportRequest, 'interpolation' | 'reachHours'>;

/** Generates a report on every store as of the instant at which it was due, however late it runs. Returns its id. */
export async function scheduledReport(input: ScheduledReportInput): Promise<string> {
  const reportId = uuid4();
  const due = scheduledTime();
  const scheduledAt = toInstant(due);
  const { startTime } = workflowInfo();
  await executeChild(generateReport, {
    workflowId: reportWorkflowId(reportId),
    staticSummary: `Report on every store as of ${due.toISOString()}`,
    args: [
      {
        reportId,
        request: { asOf: scheduledAt, storeIds: null, ...input },
        requestedAt: toInstant(startTime),
        origin: { trigger: 'scheduled', scheduledAt },
      },
    ],
  });
  return reportId;
}

/** The time that the schedule sets; a run that was started by hand is due when it starts. */
function scheduledTime(): Date {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const due = typedSearchAttributes.getAll().find(({ key }) => key.name === 'TemporalScheduledStartTime')?.value;
  return due instanceof Date ? due : startTime;
}

function toInstant(date: Date): number {
  return date.getTime() * 1000;
}
