import { formatInstant, type Instant } from '../../domain/instant.js';
import type { ReportPhase } from '../../domain/progress.js';
import type { PinnedReport, ReportOrigin, ReportPart, ReportRequest } from '../../domain/report.js';
import type { Database } from '../connection/database.js';
import { Report, type ReportStatus } from './report.entity.js';
import { changesSince, type ReportChanges, type ReportedData } from './report-changes.js';
import { pinReportRow, parseStoredInstant } from './report-pin.js';
import { planReport, type ChunkingOptions, type ReportPlan } from './report-plan.js';

/** A place in the list of reports, newest first. */
export interface ReportPosition {
  readonly requestedAt: Instant;
  readonly reportId: string;
}

/** Which reports to list; what is not given does not matter. */
export interface ReportFilter {
  readonly status?: ReportStatus | undefined;
  readonly trigger?: ReportOrigin['trigger'] | undefined;
  /** When they were asked for: from here on, and before there. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/** Why a report failed, and in which part of its work; null where that is not known. */
export interface ReportFailure {
  readonly reason: string;
  readonly part: ReportPart | null;
}

/** Reports from their first trace to their end. Every step may happen twice with one effect. */
export class ReportRepository {
  constructor(private readonly database: Database) {}

  /** Records that a report was asked for, and what it describes where that is fixed already. Does nothing where it is known. */
  async open(reportId: string, request: ReportRequest, requestedAt: Instant, origin?: ReportOrigin): Promise<void> {
    const { asOf, storeIds, interpolation, reachHours, windows } = request;
    await this.database.em().upsert(
      Report,
      {
        reportId,
        status: 'Running',
        requestedAsOf: typeof asOf === 'number' ? formatInstant(asOf) : asOf,
        storeIds: storeIds === null ? null : [...storeIds],
        interpolation,
        reachHours,
        windows: windows == null ? null : [...windows],
        requestedAt,
        trigger: origin?.trigger ?? 'request',
        scheduledAt: origin?.scheduledAt ?? null,
        ...origin?.pinned,
      },
      { onConflictAction: 'ignore' },
    );
  }

  async find(reportId: string): Promise<Report | null> {
    return this.database.em().findOne(Report, reportId);
  }

  /** Reports, newest first, after a position. */
  async list(limit: number, after: ReportPosition | null, filter: ReportFilter = {}): Promise<Report[]> {
    const { status, trigger, from, to } = filter;
    const where = {
      ...(status && { status }),
      ...(trigger && { trigger }),
      $and: [
        ...(from === undefined ? [] : [{ requestedAt: { $gte: from } }]),
        ...(to === undefined ? [] : [{ requestedAt: { $lt: to } }]),
        ...(after === null ? [] : [isAfterPosition(after)]),
      ],
    };
    return this.database.em().find(Report, where, { orderBy: { requestedAt: 'desc', reportId: 'desc' }, limit });
  }

  /** Fixes what a report describes, once: see `pinReport`. */
  async pin(reportId: string, now: Instant): Promise<PinnedReport | null> {
    return this.database.transaction((client) => pinReportRow(client, reportId, now));
  }

  /** Tells what is left to compute of a pinned report: see `planReport`. */
  async plan(reportId: string, sizes: ChunkingOptions, outagesWindow: number): Promise<ReportPlan> {
    return this.database.transaction((client) => planReport(client, reportId, sizes, outagesWindow));
  }

  /** Notes that a phase of a running report begins, for whoever asks how long it will take. */
  async beginPhase(reportId: string, phase: ReportPhase, now: Instant): Promise<void> {
    await this.database.withClient((client) =>
      client.query(
        `update report
         set phase = $2, phase_since = $3, phase_done = case $2 when 'computing' then stores_done else 0 end, rows_written = 0
         where report_id = $1 and status = 'Running'`,
        [reportId, phase, formatInstant(now)],
      ),
    );
  }

  /** Notes how many rows of the CSV are written. */
  async recordRowsWritten(reportId: string, rowsWritten: number): Promise<void> {
    await this.database.em().nativeUpdate(Report, { reportId, status: 'Running' }, { rowsWritten });
  }

  /** What changed of the data of a pinned report since then. */
  async changesSince(data: ReportedData): Promise<ReportChanges> {
    return this.database.withClient((client) => changesSince(client, data));
  }

  /** Completes a running report with what is true of its CSV. */
  async complete(reportId: string, csv: { bytes: number; sha256: string; rows: number }, now: Instant): Promise<void> {
    await this.close({ reportId }, 'Complete', now, {
      rowsWritten: csv.rows,
      csvBytes: csv.bytes,
      csvSha256: csv.sha256,
      csvRows: csv.rows,
    });
  }

  /** Ends a running report that nobody wants any more. */
  async cancel(reportId: string, now: Instant): Promise<void> {
    await this.close({ reportId }, 'Cancelled', now, {});
  }

  /** Ends a running report that can't be completed, with a reason that a person understands. Of another attempt it ends none. */
  async fail(reportId: string, attempt: number, failure: ReportFailure, now: Instant): Promise<void> {
    const { reason, part } = failure;
    await this.close({ reportId, attempt }, 'Failed', now, { error: reason, failedPart: part });
  }

  /**
   * Lets a failed report go on, as an attempt that must be a later one. What was computed stays; stores that could not be have
   * another chance.
   */
  async reopen(reportId: string, attempt: number): Promise<void> {
    await this.database.withClient((client) =>
      client.query(
        `with reopened as (
           select report_id from report where report_id = $1 and status = 'Failed' and attempt < $2 for update
         ),
         forgotten as (
           delete from report_row using reopened
           where report_row.report_id = reopened.report_id and report_row.error is not null
           returning 1
         )
         update report
         set status = 'Running', attempt = $2, error = null, failed_part = null, finished_at = null,
           stores_done = stores_done - (select count(*) from forgotten), stores_failed = 0
         from reopened
         where report.report_id = reopened.report_id`,
        [reportId, attempt],
      ),
    );
  }

  /** Every running report, oldest first. */
  async running(): Promise<Report[]> {
    return this.database.em().find(Report, { status: 'Running' }, { orderBy: { requestedAt: 'asc' } });
  }

  private async close(
    which: { reportId: string; attempt?: number },
    status: ReportStatus,
    finishedAt: Instant,
    outcome: Partial<Pick<Report, 'error' | 'failedPart' | 'rowsWritten' | 'csvBytes' | 'csvSha256' | 'csvRows'>>,
  ): Promise<void> {
    const noPhase = { phase: null, phaseSince: null, phaseDone: null };
    await this.database
      .em()
      .nativeUpdate(Report, { ...which, status: 'Running' }, { status, finishedAt, ...noPhase, ...outcome });
  }
}

/** What a report was asked for, as its workflow is told. */
export interface AskedReport {
  readonly reportId: string;
  readonly request: ReportRequest;
  readonly requestedAt: Instant;
  readonly origin: ReportOrigin;
  readonly attempt: number;
}

/** What there is to say to a workflow that is to go on with a report. What it pinned, it finds in the database. */
export function toGenerateReportInput(report: Report): AskedReport {
  const { reportId, requestedAsOf, interpolation, reachHours, requestedAt, trigger, scheduledAt, attempt } = report;
  const asOf =
    requestedAsOf === 'latest' || requestedAsOf === 'now' ? requestedAsOf : parseStoredInstant(requestedAsOf);
  const [storeIds, windows] = [report.storeIds ?? null, report.windows ?? null];
  return {
    reportId,
    request: { asOf, storeIds, interpolation, reachHours, windows },
    requestedAt,
    origin: { trigger, ...(scheduledAt != null && { scheduledAt }) },
    attempt,
  };
}

function isAfterPosition({ requestedAt, reportId }: ReportPosition) {
  return { $or: [{ requestedAt: { $lt: requestedAt } }, { requestedAt, reportId: { $lt: reportId } }] };
}
