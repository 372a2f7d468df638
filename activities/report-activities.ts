import { ApplicationFailure, Context } from '@temporalio/activity';
import { HOUR, type Instant } from '../src/domain/instant.js';
import type { ReportOrigin, ReportRequest } from '../src/domain/report.js';
import { computeUptime, pollsNeededFrom } from '../src/domain/uptime.js';
import { reportWindows } from '../src/domain/windows.js';
import type { Database } from '../src/persistence/database.js';
import { ensurePollsKept, PollsDroppedError } from '../src/persistence/poll-retention.js';
import type { ReportRepository } from '../src/persistence/report-repository.js';
import type { ReportRow, ReportRowRepository } from '../src/persistence/report-row-repository.js';
import { readStoreHistories, type StoreKeyRange } from '../src/persistence/store-histories.js';
import { withHeartbeats } from './heartbeats.js';
import { removeReportCsv, writeReportCsv, type WrittenCsv } from './report-csv.js';

export interface ReportActivityDependencies {
  readonly database: Database;
  readonly reports: ReportRepository;
  readonly reportRows: ReportRowRepository;
  readonly reportsDir: string;
  readonly clock: () => Instant;
}

/** Some stores of a report, computed together. */
export interface ReportChunk extends StoreKeyRange {
  readonly stores: number;
}

/** What is gone does not come back: trying again is pointless. */
const ensureKept: typeof ensurePollsKept = async (client, from) => {
  try {
    await ensurePollsKept(client, from);
  } catch (error) {
    if (!(error instanceof PollsDroppedError)) throw error;
    throw ApplicationFailure.nonRetryable(error.message, 'PollsDropped');
  }
};

/** Small enough to be done again without regret, large enough that the hop to a worker costs next to nothing. */
const STORES_PER_CHUNK = 2_000;

export function createReportActivities({
  database,
  reports,
  reportRows,
  reportsDir,
  clock,
}: ReportActivityDependencies) {
  return {
    /** Records the report, fixes what it describes, and splits its stores. Done again, it gives the same. */
    async pinReport(
      reportId: string,
      request: ReportRequest,
      requestedAt: Instant,
      origin?: ReportOrigin,
    ): Promise<ReportChunk[]> {
      await reports.open(reportId, request, requestedAt, origin);
      const described = await reports.pin(reportId, clock());
      if (described === null) {
        throw ApplicationFailure.nonRetryable('there is no data yet, so there is nothing to report on', 'NoData');
      }
      const needed = pollsNeededFrom(reportWindows(described.asOf), request.reachHours * HOUR);
      await database.withClient((client) => ensureKept(client, needed));
      return reports.plan(reportId, STORES_PER_CHUNK);
    },

    /** Computes the stores of one chunk and keeps their rows. */
    async computeChunk(reportId: string, { fromKey, toKey }: ReportChunk): Promise<void> {
      await withHeartbeats(async () => {
        const report = (await reports.find(reportId))!;
        const [asOf, dataVersion] = [report.asOf!, report.dataVersion!];
        const windows = reportWindows(asOf);
        const rule = { interpolation: report.interpolation, reach: report.reachHours * HOUR };
        const query = {
          fromKey,
          toKey,
          storeIds: report.storeIds ?? null,
          dataVersion,
          pollsFrom: pollsNeededFrom(windows, rule.reach),
          asOf,
          interpolation: rule.interpolation,
        };
        const rows: ReportRow[] = [];
        await database.withClient(async (client) => {
          for await (const history of readStoreHistories(client, query)) {
            rows.push({ storeKey: history.storeKey, windows: computeUptime(history, windows, asOf, rule) });
          }
          await ensureKept(client, query.pollsFrom);
        });
        await reportRows.add(reportId, rows);
      });
    },

    async assembleCsv(reportId: string): Promise<WrittenCsv> {
      const signal = Context.current().cancellationSignal;
      return withHeartbeats(() => writeReportCsv(reportsDir, reportId, reportRows.lines(reportId), signal));
    },

    async completeReport(reportId: string, csv: WrittenCsv): Promise<void> {
      await reports.complete(reportId, csv, clock());
    },

    /** Ends a report that nobody wants any more, unless it has ended, and leaves no file of it. */
    async cancelReport(reportId: string): Promise<void> {
      await reports.cancel(reportId, clock());
      if ((await reports.find(reportId))?.status === 'Cancelled') await removeReportCsv(reportsDir, reportId);
    },

    async failReport(reportId: string, error: string): Promise<void> {
      await reports.fail(reportId, error, clock());
    },
  };
}
