import type { ImportSource } from '../src/domain/import.js';
import { MINUTE, type Instant, type Microseconds } from '../src/domain/time/instant.js';
import type { GenerateReportInput } from '../src/domain/reports/report-workflow.js';
import type { UploadFiles } from '../src/files/upload-files.js';
import type { ImportRepository } from '../src/persistence/imports/import.repository.js';
import { toResumeReportInput } from '../src/persistence/reports/report-input.js';
import type { Report } from '../src/persistence/reports/report.entity.js';
import type { ReportRepository } from '../src/persistence/reports/report.repository.js';
import { withHeartbeats } from './heartbeats.js';

/** The requests of the reconciler to Temporal. */
export interface WorkflowGateway {
  /** Returns the status of a report's workflow; null if Temporal knows none. */
  reportWorkflowStatus(reportId: string): Promise<string | null>;
  resumeReport(input: GenerateReportInput): Promise<unknown>;
  /** Whether any workflow is importing files. */
  hasRunningImports(): Promise<boolean>;
}

export interface ReconcileActivityDependencies {
  readonly reports: ReportRepository;
  readonly imports: ImportRepository;
  readonly uploadFiles: UploadFiles;
  readonly workflows: WorkflowGateway;
  readonly clock: () => Instant;
}

/** The ids of reports that were running in the database only, by what was done about them. */
export interface ReconciledReports {
  readonly resumed: readonly string[];
  readonly failed: readonly string[];
  readonly cancelled: readonly string[];
}

/** Statuses of workflows that somebody ended on purpose, or that timed out: the report fails, and can be retried. */
const FAILURE_REASONS: Readonly<Record<string, string>> = {
  TERMINATED: 'its workflow was terminated',
  TIMED_OUT: 'its workflow timed out',
};

/** The workflow of a younger import may not be listed by the server yet. */
const MIN_IMPORT_AGE: Microseconds = 10 * MINUTE;

const OPEN_STATUSES = new Set(['RUNNING', 'PAUSED', 'CONTINUED_AS_NEW']);

const RETRY_HINTS: Record<ImportSource, string> = {
  folder: 'the next import of the folder takes the file',
  upload: 'upload the file again',
};

export function createReconcileActivities({
  reports,
  imports,
  uploadFiles,
  workflows,
  clock,
}: ReconcileActivityDependencies) {
  const failReport = async ({ reportId, attempt }: Report, status: string): Promise<void> => {
    const reason = FAILURE_REASONS[status] ?? 'its workflow ended and left it as it was';
    await reports.fail(reportId, attempt, { reason, part: 'workflow' }, clock());
  };
  return {
    /**
     * Closes or resumes reports that are running in the database, but whose workflow is not. If Temporal does not know the
     * workflow, its state was lost: the workflow is started again and continues the report.
     */
    async reconcileReports(): Promise<ReconciledReports> {
      return withHeartbeats(async () => {
        const done = { resumed: [] as string[], failed: [] as string[], cancelled: [] as string[] };
        for (const report of await reports.listRunning()) {
          const { reportId } = report;
          const status = await workflows.reportWorkflowStatus(reportId);
          if (status === null) {
            await workflows.resumeReport(toResumeReportInput(report));
            done.resumed.push(reportId);
          } else if (status === 'CANCELLED') {
            await reports.cancel(reportId, clock());
            done.cancelled.push(reportId);
          } else if (!OPEN_STATUSES.has(status) && (await isStillRunning(reports, report))) {
            await failReport(report, status);
            done.failed.push(reportId);
          }
        }
        return done;
      });
    },

    /**
     * Closes imports that are running in the database although no workflow imports files, and returns their ids. While one
     * does, its imports can't be told from abandoned ones; a later run closes them.
     */
    async reconcileImports(): Promise<string[]> {
      return withHeartbeats(async () => {
        const running = await imports.listRunningSince(clock() - MIN_IMPORT_AGE);
        if (running.length === 0 || (await workflows.hasRunningImports())) return [];
        for (const { importId, source } of running) {
          await imports.fail(importId, `its workflow is gone; ${RETRY_HINTS[source]}`, clock());
          if (source === 'upload') await uploadFiles.remove(importId);
        }
        return running.map(({ importId }) => importId);
      });
    },
  };
}

/** The report may have ended normally, or been retried, since it was listed. */
async function isStillRunning(reports: ReportRepository, { reportId, attempt }: Report): Promise<boolean> {
  const current = await reports.find(reportId);
  return current?.status === 'Running' && current.attempt === attempt;
}
