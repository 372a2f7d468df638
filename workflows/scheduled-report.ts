import { executeChild, uuid4, workflowInfo } from '@temporalio/workflow';
import type { ReportRequest } from '../src/domain/report.js';
import { generateReport } from './generate-report.js';

/** By what rule scheduled reports are made. */
export type ScheduledRule = Pick<ReportRequest, 'interpolation' | 'reachHours'>;

/** A report on every store as of the instant at which it was due, however late it is made. */
export async function scheduledReport(rule: ScheduledRule): Promise<string> {
  const reportId = uuid4();
  const due = dueAt();
  const scheduledAt = inMicroseconds(due);
  const { startTime } = workflowInfo();
  await executeChild(generateReport, {
    workflowId: `report-${reportId}`,
    staticSummary: `Report on every store as of ${due.toISOString()}`,
    args: [
      {
        reportId,
        request: { asOf: scheduledAt, storeIds: null, ...rule },
        requestedAt: inMicroseconds(startTime),
        origin: { trigger: 'scheduled', scheduledAt },
      },
    ],
  });
  return reportId;
}

/** What the schedule says; a run that somebody started without one is due when it starts. */
function dueAt(): Date {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const due = typedSearchAttributes.getAll().find(({ key }) => key.name === 'TemporalScheduledStartTime')?.value;
  return due instanceof Date ? due : startTime;
}

function inMicroseconds(date: Date): number {
  return date.getTime() * 1000;
}
