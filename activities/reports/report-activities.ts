import { Context } from '@temporalio/activity';
import { messageOf } from '../../src/domain/error-message.js';
import { RememberedHours } from '../../src/domain/calendar/remembered-hours.js';
import { HOUR, type Instant } from '../../src/domain/time/instant.js';
import type { ReportResult } from '../../src/domain/reports/report-workflow.js';
import type { ReportChunk, ReportPlan, WrittenCsv } from '../../src/domain/reports/report.js';
import { timeZones } from '../../src/domain/time-zones/time-zone-database.js';
import { measureStore, type RowQuestion } from '../../src/domain/uptime/series/measured-store.js';
import type { PollSeries } from '../../src/domain/uptime/series/poll-series.js';
import { pollsNeededFrom } from '../../src/domain/uptime/uptime.js';
import { longestWindow, reportWindows, windowsByZone, type Window } from '../../src/domain/uptime/windows/windows.js';
import type { ReportFiles } from '../../src/files/report-files.js';
import type { Database } from '../../src/persistence/connection/database.js';
import type { ReportedAttributesRepository } from '../../src/persistence/groups/reported-attributes.repository.js';
import { seriesDecoder } from '../../src/persistence/polls/encoded-polls.js';
import { assertPollsKept } from '../../src/persistence/polls/poll-retention.js';
import type { ChunkingOptions } from '../../src/persistence/reports/report-plan.js';
import type { ReportGroupSumRepository } from '../../src/persistence/reports/rows/report-group-sum.repository.js';
import type { ReportRowRepository } from '../../src/persistence/reports/rows/report-row.repository.js';
import { EncodedRows } from '../../src/persistence/reports/rows/copied-rows.js';
import type { ReportRow } from '../../src/persistence/reports/rows/report-row.js';
import { groupOf, type Report } from '../../src/persistence/reports/report.entity.js';
import type { ReportRepository } from '../../src/persistence/reports/report.repository.js';
import { readHistories, type KeyedStoreHistory } from '../../src/persistence/stores/store-histories.js';
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
export const DEFAULT_CHUNKING: ChunkingOptions = { storesPerChunk: 4_000, chunksPerRun: 1_000 };

export interface ReportActivityDependencies {
  readonly database: Database;
  readonly reports: ReportRepository;
  readonly reportRows: ReportRowRepository;
  readonly groupSums: ReportGroupSumRepository;
  readonly attributes: ReportedAttributesRepository;
  readonly reportFiles: ReportFiles;
  readonly chunking: ChunkingOptions;
  readonly clock: () => Instant;
}

/** Where the time of a chunk went, in milliseconds: for people who read it on Temporal's page, and for the benchmarks. */
export interface ChunkTimes {
  readonly readingMs: number;
  readonly computingMs: number;
  readonly writingMs: number;
}

/** The plan of a pinned report. */
export interface PinnedPlan extends ReportPlan {
  readonly asOf: Instant;
  /** Whether any store is or was in a group, so that sums by groups may be asked for. */
  readonly hasGroups: boolean;
}

export function createReportActivities({
  database,
  reports,
  reportRows,
  groupSums,
  attributes,
  reportFiles,
  chunking,
  clock,
}: ReportActivityDependencies) {
  const rememberedHours = newestRememberedHours();
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
        return { ...plan, asOf, hasGroups: await attributes.hasGroups() };
      });
    },

    /**
     * Computes the stores of one chunk and stores their rows.
     * @throws {TimeZoneReleaseError}
     */
    async computeChunk(reportId: string, { fromKey, toKey }: ReportChunk): Promise<ChunkTimes> {
      return withHeartbeats(async () => {
        const report = await reports.get(reportId);
        assertSameTimeZones(report);
        const [asOf, dataVersion] = [report.asOf!, report.dataVersion!];
        const windows = reportWindows(asOf, report.windows);
        const windowsOf = windowsByZone(asOf, report.windows);
        const rule = { interpolation: report.interpolation, reach: report.reachHours * HOUR };
        const query = {
          fromKey,
          toKey,
          storeIds: report.storeIds ?? null,
          group: groupOf(report),
          dataVersion,
          pollsFrom: pollsNeededFrom(windows, rule.reach),
          asOf,
          interpolation: rule.interpolation,
          askedAhead: 0,
          reasonsOfSpecialHours: false,
        };
        const openIntervals = rememberedHours(query.pollsFrom, asOf);
        const question = { windowsOf, longest: longestWindow(windows), asOf, rule };
        const rows = new EncodedRows(reportId);
        const begun = performance.now();
        let computingMs = 0;
        await database.withClient(async (client) => {
          for await (const history of readHistories(client, query, seriesDecoder())) {
            const started = performance.now();
            rows.add(computeRow(history, openIntervals, question));
            computingMs += performance.now() - started;
          }
          await assertPollsKept(client, query.pollsFrom);
        });
        const computed = performance.now();
        await reportRows.add(rows);
        return toChunkTimes({
          readingMs: computed - begun - computingMs,
          computingMs,
          writingMs: performance.now() - computed,
        });
      });
    },

    async assembleCsv(reportId: string): Promise<WrittenCsv> {
      const signal = Context.current().cancellationSignal;
      const { asOf, windows } = await reports.get(reportId);
      await reports.beginPhase(reportId, 'assembling', clock());
      return withHeartbeats(() =>
        writeReportCsv(
          reportFiles,
          { reportId, windows: reportWindows(asOf!, windows), rows: reportRows.readAll(reportId) },
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

    /** Sums a complete report by each kind of groups, over its longest window: who asks for these sums need not wait. */
    async keepGroupSums(reportId: string): Promise<void> {
      const report = await reports.find(reportId);
      if (report?.status !== 'Complete') return;
      const dataVersion = report.dataVersion!;
      const window = longestWindow(reportWindows(report.asOf!, report.windows));
      await withHeartbeats(async () => {
        for (const kind of await attributes.kindsOf(reportId, dataVersion, 'all')) {
          await groupSums.byGroup({ reportId, dataVersion, kind, window, scope: 'all' });
        }
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

/** Returns a function that keeps the hours of one report, which its chunks have in common, until another one asks. */
function newestRememberedHours(): (from: Instant, to: Instant) => RememberedHours {
  let newest: RememberedHours | null = null;
  return (from, to) => {
    if (newest?.from !== from || newest.to !== to) newest = new RememberedHours(from, to);
    return newest;
  };
}

/** A report from before the release was recorded is computed by any worker. */
function assertSameTimeZones({ reportId, timeZoneRelease }: Report): void {
  const { release } = timeZones();
  if (timeZoneRelease == null || timeZoneRelease === release) return;
  throw new TimeZoneReleaseError(reportId, timeZoneRelease, release);
}

function toChunkTimes({ readingMs, computingMs, writingMs }: ChunkTimes): ChunkTimes {
  return {
    readingMs: Math.round(readingMs),
    computingMs: Math.round(computingMs),
    writingMs: Math.round(writingMs),
  };
}

/** The question of a report, of which the windows depend on the zone of a store. */
interface ReportQuestion extends Omit<RowQuestion, 'windows'> {
  readonly windowsOf: (timeZone: string | null) => readonly Window[];
}

/** Computes the row of a store. One that can't be computed must not stop the others: its row says why (decision 0021). */
function computeRow(
  history: KeyedStoreHistory<PollSeries>,
  openIntervals: RememberedHours,
  { windowsOf, ...question }: ReportQuestion,
): ReportRow {
  const { storeKey, timeZone } = history;
  const row = { storeKey, timeZoneAssumed: timeZone === null };
  try {
    const measured = measureStore(history, { ...question, windows: windowsOf(timeZone) }, openIntervals.find);
    return { ...row, ...measured, error: null };
  } catch (error) {
    return { ...row, uptimes: null, error: messageOf(error), outages: [], state: null };
  }
}
