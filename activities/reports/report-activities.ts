import { Context } from '@temporalio/activity';
import { messageOf } from '../../src/domain/error-message.js';
import { HOUR, type Instant } from '../../src/domain/time/instant.js';
import type { InterpolationRule } from '../../src/domain/uptime/interpolation.js';
import { findOutages, type Outage } from '../../src/domain/uptime/outages.js';
import type { ReportResult } from '../../src/domain/reports/report-workflow.js';
import type { ReportChunk, ReportPlan, WrittenCsv } from '../../src/domain/reports/report.js';
import type { StoreHistory } from '../../src/domain/uptime/store-history.js';
import { timeZones } from '../../src/domain/time-zones/time-zone-database.js';
import { computeUptime, pollsNeededFrom } from '../../src/domain/uptime/uptime.js';
import { longestWindow, reportWindows, type Window } from '../../src/domain/uptime/windows.js';
import type { ReportFiles } from '../../src/files/report-files.js';
import type { Database } from '../../src/persistence/connection/database.js';
import { assertPollsKept } from '../../src/persistence/polls/poll-retention.js';
import type { ChunkingOptions } from '../../src/persistence/reports/report-plan.js';
import type { ReportRowRepository } from '../../src/persistence/reports/rows/report-row.repository.js';
import type { ComputedUptime, ReportRow } from '../../src/persistence/reports/rows/report-row.js';
import type { Report } from '../../src/persistence/reports/report.entity.js';
import type { ReportRepository } from '../../src/persistence/reports/report.repository.js';
import { readStoreHistories } from '../../src/persistence/stores/store-histories.js';
import { withHeartbeats } from '../heartbeats.js';
import {
  toFailReportInput,
  toPinReportInput,
  type FailReportArguments,
  type PinReportArguments,
} from './legacy-arguments.js';
import { writeReportCsv } from './report-csv.js';
import { toReportResult } from './report-result.js';
import { TimeZoneReleaseError } from './time-zone-release-error.js';

/**
 * A chunk is small enough to be computed again, and large enough that its scheduling costs next to nothing. It adds at most
 * six events, so a history ends far below the 10,000 from which the server warns.
 */
export const DEFAULT_CHUNKING: ChunkingOptions = { storesPerChunk: 2_000, chunksPerRun: 1_000 };

export interface ReportActivityDependencies {
  readonly database: Database;
  readonly reports: ReportRepository;
  readonly reportRows: ReportRowRepository;
  readonly reportFiles: ReportFiles;
  readonly chunking: ChunkingOptions;
  readonly clock: () => Instant;
}

/** The plan of a pinned report. */
export interface PinnedPlan extends ReportPlan {
  readonly asOf: Instant;
}

export function createReportActivities({
  database,
  reports,
  reportRows,
  reportFiles,
  chunking,
  clock,
}: ReportActivityDependencies) {
  return {
    /**
     * Adds the report, pins it, and plans what is left to compute. Called again, it returns the same plan without the chunks
     * that were computed meanwhile.
     */
    async pinReport(...args: PinReportArguments): Promise<PinnedPlan> {
      const { reportId, request, requestedAt, origin, attempt = 1 } = toPinReportInput(args);
      return withHeartbeats(async () => {
        await reports.open(reportId, request, requestedAt, origin);
        if (attempt > 1) await reports.reopen(reportId, attempt, origin?.keyId ?? null);
        const { asOf } = await reports.pin(reportId, clock(), timeZones().release);
        const windows = reportWindows(asOf, request.windows);
        const pollsFrom = pollsNeededFrom(windows, request.reachHours * HOUR);
        await database.withClient((client) => assertPollsKept(client, pollsFrom));
        const plan = await reports.plan(reportId, chunking, longestWindow(windows));
        await reports.beginPhase(reportId, 'computing', clock());
        return { ...plan, asOf };
      });
    },

    /**
     * Computes the stores of one chunk and stores their rows.
     * @throws {TimeZoneReleaseError}
     */
    async computeChunk(reportId: string, { fromKey, toKey }: ReportChunk): Promise<void> {
      await withHeartbeats(async () => {
        const report = await reports.get(reportId);
        assertSameTimeZones(report);
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
            const timeZoneAssumed = history.timeZone === null;
            rows.push({ storeKey: history.storeKey, timeZoneAssumed, ...computeRow(history, windows, asOf, rule) });
          }
          await assertPollsKept(client, query.pollsFrom);
        });
        await reportRows.add(reportId, rows);
      });
    },

    async assembleCsv(reportId: string): Promise<WrittenCsv> {
      const signal = Context.current().cancellationSignal;
      const { asOf, windows } = await reports.get(reportId);
      await reports.beginPhase(reportId, 'assembling', clock());
      return withHeartbeats(() =>
        writeReportCsv(
          reportFiles,
          { reportId, windows: reportWindows(asOf!, windows), rows: reportRows.streamRows(reportId, 'all') },
          (rowsWritten) => reports.recordRowsWritten(reportId, rowsWritten),
          signal,
        ),
      );
    },

    /** Completes a report, unless it was cancelled, and returns what came of it. */
    async completeReport(reportId: string, csv: WrittenCsv): Promise<ReportResult> {
      return withHeartbeats(async () => {
        await reports.complete(reportId, csv, clock());
        return toReportResult(await reports.get(reportId));
      });
    },

    /** Cancels a report and removes its file, unless it has ended. */
    async cancelReport(reportId: string): Promise<void> {
      await reports.cancel(reportId, clock());
      if ((await reports.find(reportId))?.status === 'Cancelled') await reportFiles.remove(reportId);
    },

    /** Fails an attempt at a report, unless a later attempt has begun or the report has ended. */
    async failReport(...args: FailReportArguments): Promise<void> {
      const { reportId, attempt, reason, part } = toFailReportInput(args);
      await reports.fail(reportId, attempt, { reason, part }, clock());
    },
  };
}

/** A report from before the release was recorded is computed by any worker. */
function assertSameTimeZones({ reportId, timeZoneRelease }: Report): void {
  const { release } = timeZones();
  if (timeZoneRelease == null || timeZoneRelease === release) return;
  throw new TimeZoneReleaseError(reportId, timeZoneRelease, release);
}

/** Computes a store. One that can't be computed must not stop the others: its row says why (decision 0021). */
function computeRow(
  history: StoreHistory,
  windows: readonly Window[],
  asOf: Instant,
  rule: InterpolationRule,
): ComputedUptime & { readonly outages: readonly Outage[] } {
  try {
    const uptimes = computeUptime(history, windows, asOf, rule);
    const longest = longestWindow(windows);
    const outages = uptimes[longest]!.down === 0 ? [] : findOutages(history, windows[longest]!, asOf, rule);
    return { uptimes, error: null, outages };
  } catch (error) {
    return { uptimes: null, error: messageOf(error), outages: [] };
  }
}
