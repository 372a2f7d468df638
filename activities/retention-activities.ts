import { DAY, type Instant } from '../src/domain/time/instant.js';
import type { ReportFiles } from '../src/files/report-files.js';
import type { AuditEventRepository } from '../src/persistence/access/audit-event.repository.js';
import type { ImportRepository } from '../src/persistence/imports/import.repository.js';
import type { DroppedMonth } from '../src/persistence/polls/poll-retention.js';
import type { PollRepository } from '../src/persistence/polls/poll.repository.js';
import type { ReportRepository } from '../src/persistence/reports/report.repository.js';
import { withHeartbeats } from './heartbeats.js';

export interface RetentionActivityDependencies {
  readonly polls: PollRepository;
  readonly imports: ImportRepository;
  readonly reports: ReportRepository;
  readonly auditEvents: AuditEventRepository;
  readonly reportFiles: ReportFiles;
  readonly clock: () => Instant;
}

export function createRetentionActivities({
  polls,
  imports,
  reports,
  auditEvents,
  reportFiles,
  clock,
}: RetentionActivityDependencies) {
  return {
    /** Drops the months of polls that ended more than `days` days ago. Called again, it finds nothing to drop. */
    async dropPolls(days: number): Promise<DroppedMonth[]> {
      return withHeartbeats(() => polls.dropBefore(clock() - days * DAY, clock()));
    },

    /** Drops the rejected rows of imports that ended more than `days` days ago, and returns the number of imports. */
    async dropRejects(days: number): Promise<number> {
      return withHeartbeats(() => imports.dropRejectsBefore(clock() - days * DAY, clock()));
    },

    /** Drops the audit events that are more than `days` days old, and returns their number. */
    async dropAuditEvents(days: number): Promise<number> {
      return withHeartbeats(() => auditEvents.dropBefore(clock() - days * DAY));
    },

    /**
     * Drops the reports that ended more than `days` days ago, and returns their number. The file is removed first: after a
     * crash in between, the report is dropped later, and no file is left that nobody knows.
     */
    async dropReports(days: number): Promise<number> {
      return withHeartbeats(async () => {
        let dropped = 0;
        for (const reportId of await reports.listEndedBefore(clock() - days * DAY)) {
          await reportFiles.remove(reportId);
          if (await reports.drop(reportId)) dropped++;
        }
        return dropped;
      });
    },
  };
}
