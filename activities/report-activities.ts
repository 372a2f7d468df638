import { ApplicationFailure, Context } from '@temporalio/activity';
import { HOUR, type Instant } from '../src/domain/instant.js';
import type { InterpolationRule } from '../src/domain/interpolation.js';
import type { ReportOrigin, ReportPart, ReportRequest } from '../src/domain/report.js';
import { findOutages, type Outage } from '../src/domain/outages.js';
import type { StoreHistory } from '../src/domain/store-history.js';
import { computeUptime, pollsNeededFrom } from '../src/domain/uptime.js';
import { longestWindow, reportWindows, type Window } from '../src/domain/windows.js';
import type { Database } from '../src/persistence/connection/database.js';
import { assertPollsKept, PollsDroppedError } from '../src/persistence/polls/poll-retention.js';
import type { ChunkingOptions, ReportChunk, ReportPlan } from '../src/persistence/reports/report-plan.js';
import type { ReportRepository } from '../src/persistence/reports/report.repository.js';
import type {
  ComputedUptime,
  ReportRow,
  ReportRowRepository,
} from '../src/persistence/reports/report-row.repository.js';
import { readStoreHistories } from '../src/persistence/stores/store-histories.js';
import { withHeartbeats } from './heartbeats.js';
import { removeReportCsv, writeReportCsv, type WrittenCsv } from './report-csv.js';

export type { ReportChunk };

/**
 * A chunk is small enough to be done again without regret, large enough that the hop to a worker costs next to nothing. It
 * leaves six events at the most, so that a history ends far below the 10,000 from which the server warns.
 */
export const DEFAULT_CHUNKING: ChunkingOptions = { storesPerChunk: 2_000, chunksPerRun: 1_000 };

export interface ReportActivityDependencies {
  readonly database: Database;
  readonly reports: ReportRepository;
  readonly reportRows: ReportRowRepository;
  readonly reportsDir: string;
  readonly chunking: ChunkingOptions;
  readonly clock: () => Instant;
}

/** What is planned of a report, and as of when. */
export interface PinnedPlan extends ReportPlan {
  readonly asOf: Instant;
}

/** What is gone does not come back: trying again is pointless. */
const assertKeptNonRetryable: typeof assertPollsKept = async (client, from) => {
  try {
    await assertPollsKept(client, from);
  } catch (error) {
    if (!(error instanceof PollsDroppedError)) throw error;
    throw ApplicationFailure.nonRetryable(error.message, 'PollsDropped');
  }
};

/** No store takes others down: what can't be computed is kept as such. */
function computeRow(
  history: StoreHistory,
  windows: readonly Window[],
  asOf: Instant,
  rule: InterpolationRule,
): ComputedUptime & { readonly outages: readonly Outage[] } {
  try {
    const computed = computeUptime(history, windows, asOf, rule);
    const longest = longestWindow(windows);
    const outages = computed[longest]!.down === 0 ? [] : findOutages(history, windows[longest]!, asOf, rule);
    return { windows: computed, error: null, outages };
  } catch (error) {
    return { windows: null, error: error instanceof Error ? error.message : String(error), outages: [] };
  }
}

export function createReportActivities({
  database,
  reports,
  reportRows,
  reportsDir,
  chunking,
  clock,
}: ReportActivityDependencies) {
  return {
    /**
     * Records the report, fixes what it describes, and plans what is left of it. Done again, it gives the same, less what was
     * computed meanwhile.
     */
    async pinReport(
      reportId: string,
      request: ReportRequest,
      requestedAt: Instant,
      origin?: ReportOrigin,
      attempt = 1,
    ): Promise<PinnedPlan> {
      return withHeartbeats(async () => {
        await reports.open(reportId, request, requestedAt, origin);
        if (attempt > 1) await reports.reopen(reportId, attempt);
        const described = await reports.pin(reportId, clock());
        if (described === null) {
          throw ApplicationFailure.nonRetryable('there is no data yet, so there is nothing to report on', 'NoData');
        }
        const windows = reportWindows(described.asOf, request.windows);
        const needed = pollsNeededFrom(windows, request.reachHours * HOUR);
        await database.withClient((client) => assertKeptNonRetryable(client, needed));
        const plan = await reports.plan(reportId, chunking, longestWindow(windows));
        await reports.beginPhase(reportId, 'computing', clock());
        return { ...plan, asOf: described.asOf };
      });
    },

    /** Computes the stores of one chunk and keeps their rows. */
    async computeChunk(reportId: string, { fromKey, toKey }: ReportChunk): Promise<void> {
      await withHeartbeats(async () => {
        const report = (await reports.find(reportId))!;
        const [asOf, dataVersion] = [report.asOf!, report.dataVersion!];
        const windows = reportWindows(asOf, report.windows);
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
            rows.push({ storeKey: history.storeKey, ...computeRow(history, windows, asOf, rule) });
          }
          await assertKeptNonRetryable(client, query.pollsFrom);
        });
        await reportRows.add(reportId, rows);
      });
    },

    async assembleCsv(reportId: string): Promise<WrittenCsv> {
      const signal = Context.current().cancellationSignal;
      const { asOf, windows } = (await reports.find(reportId))!;
      await reports.beginPhase(reportId, 'assembling', clock());
      return withHeartbeats(() =>
        writeReportCsv(
          reportsDir,
          { reportId, windows: reportWindows(asOf!, windows), lines: reportRows.streamRows(reportId) },
          (rowsWritten) => reports.recordRowsWritten(reportId, rowsWritten),
          signal,
        ),
      );
    },

    async completeReport(reportId: string, csv: WrittenCsv): Promise<void> {
      await withHeartbeats(() => reports.complete(reportId, csv, clock()));
    },

    /** Ends a report that nobody wants any more, unless it has ended, and leaves no file of it. */
    async cancelReport(reportId: string): Promise<void> {
      await reports.cancel(reportId, clock());
      if ((await reports.find(reportId))?.status === 'Cancelled') await removeReportCsv(reportsDir, reportId);
    },

    /** Ends an attempt at a report, unless another one began or it has ended. */
    async failReport(reportId: string, reason: string, part: ReportPart | null = null, attempt = 1): Promise<void> {
      await reports.fail(reportId, attempt, { reason, part }, clock());
    },
  };
}
