import type { Instant } from '../src/domain/instant.js';
import type { Report } from '../src/persistence/entities/report.js';
import { askedFor, type AskedReport, type ReportRepository } from '../src/persistence/report-repository.js';
import { withHeartbeats } from './heartbeats.js';

/** What the reconciler asks of the workflow server. */
export interface ReportWorkflows {
  /** How the workflow of a report ended, or that it has not; null where there is none. */
  reportWorkflowStatus(reportId: string): Promise<string | null>;
  resumeReport(report: AskedReport): Promise<unknown>;
}

export interface ReconcileActivityDependencies {
  readonly reports: ReportRepository;
  readonly reportWorkflows: ReportWorkflows;
  readonly clock: () => Instant;
}

/** Reports that were running in the database alone, and what was made of them. */
export interface Reconciliation {
  readonly resumed: readonly string[];
  readonly failed: readonly string[];
  readonly cancelled: readonly string[];
}

/** Who ended it wanted it to end: the report says so, and can be retried. */
const REASONS: Readonly<Record<string, string>> = {
  TERMINATED: 'its workflow was terminated',
  TIMED_OUT: 'its workflow timed out',
};

const GOES_ON = new Set(['RUNNING', 'PAUSED', 'CONTINUED_AS_NEW']);

export function createReconcileActivities({ reports, reportWorkflows, clock }: ReconcileActivityDependencies) {
  const failBecause = async ({ reportId, attempt }: Report, status: string): Promise<void> => {
    const reason = REASONS[status] ?? 'its workflow ended and left it as it was';
    await reports.fail(reportId, attempt, { reason, part: 'workflow' }, clock());
  };
  return {
    /**
     * Looks for reports that run in the database and nowhere else, and closes them or has them go on. A workflow that is not
     * known got lost with the server's state: nobody wanted that, so it begins again and goes on where the report is.
     */
    async reconcileReports(): Promise<Reconciliation> {
      return withHeartbeats(async () => {
        const done = { resumed: [] as string[], failed: [] as string[], cancelled: [] as string[] };
        for (const report of await reports.running()) {
          const { reportId } = report;
          const status = await reportWorkflows.reportWorkflowStatus(reportId);
          if (status === null) {
            await reportWorkflows.resumeReport(askedFor(report));
            done.resumed.push(reportId);
          } else if (status === 'CANCELLED') {
            await reports.cancel(reportId, clock());
            done.cancelled.push(reportId);
          } else if (!GOES_ON.has(status) && (await isStillRunning(reports, report))) {
            await failBecause(report, status);
            done.failed.push(reportId);
          }
        }
        return done;
      });
    },
  };
}

/** It may have ended in order, or been retried, since it was listed. */
async function isStillRunning(reports: ReportRepository, { reportId, attempt }: Report): Promise<boolean> {
  const now = await reports.find(reportId);
  return now?.status === 'Running' && now.attempt === attempt;
}
