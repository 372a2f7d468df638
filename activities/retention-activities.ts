import { DAY, type Instant } from '../src/domain/instant.js';
import type { Database } from '../src/persistence/connection/database.js';
import { dropPollsBefore, type DroppedMonth } from '../src/persistence/polls/poll-retention.js';
import { removeReport, reportsEndedBefore } from '../src/persistence/reports/report-retention.js';
import { withHeartbeats } from './heartbeats.js';
import { removeReportCsv } from './report-csv.js';

export interface RetentionActivityDependencies {
  readonly database: Database;
  readonly reportsDir: string;
  readonly clock: () => Instant;
}

export function createRetentionActivities({ database, reportsDir, clock }: RetentionActivityDependencies) {
  return {
    /** Drops the months of polls that ended more than so many days ago. Done again, it finds nothing more to drop. */
    async dropPolls(days: number): Promise<DroppedMonth[]> {
      return withHeartbeats(() => dropPollsBefore(database, clock() - days * DAY, clock()));
    },

    /**
     * Drops the reports that ended more than so many days ago, and gives how many. A file goes first: what dies in between leaves
     * a report to be dropped, and no file that nobody knows of.
     */
    async dropReports(days: number): Promise<number> {
      return withHeartbeats(async () => {
        let dropped = 0;
        for (const reportId of await reportsEndedBefore(database, clock() - days * DAY)) {
          await removeReportCsv(reportsDir, reportId);
          if (await removeReport(database, reportId)) dropped++;
        }
        return dropped;
      });
    },
  };
}
