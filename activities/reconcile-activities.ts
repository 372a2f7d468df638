import { rm } from 'node:fs/promises';
import path from 'node:path';
import { MINUTE, type Instant, type Microseconds } from '../src/domain/instant.js';
import type { Import } from '../src/persistence/imports/import.entity.js';
import type { Report } from '../src/persistence/reports/report.entity.js';
import type { ImportRepository } from '../src/persistence/imports/import.repository.js';
import {
  toGenerateReportInput,
  type AskedReport,
  type ReportRepository,
} from '../src/persistence/reports/report.repository.js';
import { withHeartbeats } from './heartbeats.js';

/** What the reconciler asks of the workflow server. */
export interface WorkflowGateway {
  /** How the workflow of a report ended, or that it has not; null where there is none. */
  reportWorkflowStatus(reportId: string): Promise<string | null>;
  resumeReport(report: AskedReport): Promise<unknown>;
  /** Whether any workflow is at work on files. */
  hasRunningImports(): Promise<boolean>;
}

export interface ReconcileActivityDependencies {
  readonly reports: ReportRepository;
  readonly imports: ImportRepository;
  readonly uploadsDir: string;
  readonly workflows: WorkflowGateway;
  readonly clock: () => Instant;
}

/** Reports that were running in the database alone, and what was made of them. */
export interface Reconciliation {
  readonly resumed: readonly string[];
  readonly failed: readonly string[];
  readonly cancelled: readonly string[];
}

/** Who ended it wanted it to end: the report says so, and can be retried. */
const FAILURE_REASONS: Readonly<Record<string, string>> = {
  TERMINATED: 'its workflow was terminated',
  TIMED_OUT: 'its workflow timed out',
};

/** What is younger may be of a workflow that the server does not list yet. */
const MIN_IMPORT_AGE: Microseconds = 10 * MINUTE;

const OPEN_STATUSES = new Set(['RUNNING', 'PAUSED', 'CONTINUED_AS_NEW']);

export function createReconcileActivities({
  reports,
  imports,
  uploadsDir,
  workflows,
  clock,
}: ReconcileActivityDependencies) {
  const failBecause = async ({ reportId, attempt }: Report, status: string): Promise<void> => {
    const reason = FAILURE_REASONS[status] ?? 'its workflow ended and left it as it was';
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
          const status = await workflows.reportWorkflowStatus(reportId);
          if (status === null) {
            await workflows.resumeReport(toGenerateReportInput(report));
            done.resumed.push(reportId);
          } else if (status === 'CANCELLED') {
            await reports.cancel(reportId, clock());
            done.cancelled.push(reportId);
          } else if (!OPEN_STATUSES.has(status) && (await isStillRunning(reports, report))) {
            await failBecause(report, status);
            done.failed.push(reportId);
          }
        }
        return done;
      });
    },

    /**
     * Closes imports that run in the database while no workflow is at work on files, and gives them. While one is, nobody can
     * tell which imports are its: they have their turn when it is done.
     */
    async reconcileImports(): Promise<string[]> {
      return withHeartbeats(async () => {
        const running = await imports.runningSince(clock() - MIN_IMPORT_AGE);
        if (running.length === 0 || (await workflows.hasRunningImports())) return [];
        for (const { importId, source } of running) {
          await imports.fail(importId, `its workflow is gone; ${RETRY_HINTS[source]}`, clock());
          if (source === 'upload') await rm(path.join(uploadsDir, importId), { force: true });
        }
        return running.map(({ importId }) => importId);
      });
    },
  };
}

const RETRY_HINTS: Record<Import['source'], string> = {
  folder: 'the next look through the folder takes the file',
  upload: 'upload the file again',
};

/** It may have ended in order, or been retried, since it was listed. */
async function isStillRunning(reports: ReportRepository, { reportId, attempt }: Report): Promise<boolean> {
  const now = await reports.find(reportId);
  return now?.status === 'Running' && now.attempt === attempt;
}
