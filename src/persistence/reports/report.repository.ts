import { raw } from '@mikro-orm/postgresql';
import type { StoreScope } from '../../domain/access/store-scope.js';
import { formatInstant, type Instant } from '../../domain/time/instant.js';
import type { ReportPhase } from '../../domain/reports/progress.js';
import type {
  PinnedReport,
  ReportFailure,
  ReportOrigin,
  ReportPlan,
  ReportRequest,
  ReportStatus,
  ReportTrigger,
  WrittenCsv,
} from '../../domain/reports/report.js';
import { currentDataVersion } from '../connection/data-version.js';
import type { Database } from '../connection/database.js';
import { isMemberSql } from '../groups/group-members.js';
import { changesSince, type ReportChanges, type ReportedData } from './report-changes.js';
import { ReportNotFoundError } from './report-errors.js';
import { readReportShare, type ReportShare } from './report-in-scope.js';
import { pinReportRow } from './report-pin.js';
import { planReport, type ChunkingOptions } from './report-plan.js';
import { Report } from './report.entity.js';

/** A position in the list of reports, newest first. */
export interface ReportPosition {
  readonly requestedAt: Instant;
  readonly reportId: string;
}

/** Filters the list of reports; undefined fields do not filter. */
export interface ReportFilter {
  readonly status?: ReportStatus | undefined;
  readonly trigger?: ReportTrigger | undefined;
  /** Requested at this instant or later. */
  readonly from?: Instant | undefined;
  /** Requested before this instant. */
  readonly to?: Instant | undefined;
}

/** Reports, from their request to their end. Every method may be called twice with one effect. */
export class ReportRepository {
  constructor(private readonly database: Database) {}

  /** Adds a report; does nothing if it exists. `origin.pinned` fixes what it describes. */
  async open(reportId: string, request: ReportRequest, requestedAt: Instant, origin?: ReportOrigin): Promise<void> {
    const { asOf, storeIds, group, interpolation, reachHours, windows } = request;
    await this.database.em().upsert(
      Report,
      {
        reportId,
        status: 'Running',
        requestedAsOf: typeof asOf === 'number' ? formatInstant(asOf) : asOf,
        storeIds: storeIds === null ? null : [...storeIds],
        groupKind: group?.kind ?? null,
        groupValue: group?.value ?? null,
        interpolation,
        reachHours,
        windows: windows == null ? null : [...windows],
        requestedAt,
        trigger: origin?.trigger ?? 'request',
        keyId: origin?.keyId ?? null,
        scheduledAt: origin?.scheduledAt ?? null,
        remadeFrom: origin?.remadeFrom?.reportId ?? null,
        remadeFromRelease: origin?.remadeFrom?.timeZoneRelease ?? null,
        ...origin?.pinned,
      },
      { onConflictAction: 'ignore' },
    );
  }

  async find(reportId: string): Promise<Report | null> {
    return this.database.em().findOne(Report, reportId);
  }

  /** @throws {ReportNotFoundError} */
  async get(reportId: string): Promise<Report> {
    const report = await this.find(reportId);
    if (report === null) throw new ReportNotFoundError(reportId);
    return report;
  }

  /** Returns what a pinned report has of some stores. */
  async share(reportId: string, storeIds: readonly string[]): Promise<ReportShare> {
    return this.database.withClient((client) => readReportShare(client, reportId, storeIds));
  }

  /** Returns up to `limit` reports on any stores of a scope after a position, newest first. */
  async list(
    limit: number,
    after: ReportPosition | null,
    scope: StoreScope,
    filter: ReportFilter = {},
  ): Promise<Report[]> {
    const { status, trigger, from, to } = filter;
    const where = {
      ...(status && { status }),
      ...(trigger && { trigger }),
      $and: [
        ...(from === undefined ? [] : [{ requestedAt: { $gte: from } }]),
        ...(to === undefined ? [] : [{ requestedAt: { $lt: to } }]),
        ...(after === null ? [] : [isAfterPosition(after)]),
        ...(scope === 'all' ? [] : [isOnAnyOf(scope)]),
      ],
    };
    return this.database.em().find(Report, where, { orderBy: { requestedAt: 'desc', reportId: 'desc' }, limit });
  }

  /**
   * Returns the complete reports on all stores which have a window, as of the newest instants, up to `limit`, newest first.
   * `isDefault`: whether reports that requested no windows have it.
   */
  async withWindow(name: string, isDefault: boolean, limit: number): Promise<Report[]> {
    const isRequested = raw('jsonb_exists(windows, ?)', [name]);
    const where = {
      status: 'Complete' as const,
      storeIds: null,
      groupKind: null,
      $or: [{ [isRequested]: true }, ...(isDefault ? [{ windows: null }] : [])],
    };
    const orderBy = { asOf: 'desc', requestedAt: 'desc', reportId: 'desc' } as const;
    return this.database.em().find(Report, where, { orderBy, limit });
  }

  /**
   * Fixes what a report describes, once: see `pinReportRow`.
   * @throws {NoDataError}
   */
  async pin(reportId: string, now: Instant, timeZoneRelease: string): Promise<PinnedReport> {
    return this.database.transaction((client) => pinReportRow(client, reportId, now, timeZoneRelease));
  }

  /** Returns what is left to compute of a pinned report: see `planReport`. */
  async plan(reportId: string, chunking: ChunkingOptions, outagesWindow: number): Promise<ReportPlan> {
    return this.database.transaction((client) => planReport(client, reportId, chunking, outagesWindow));
  }

  /** Records that a phase of a running report begins; the remaining time is estimated from it. */
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

  /** Records the number of CSV rows that are written. */
  async recordRowsWritten(reportId: string, rowsWritten: number): Promise<void> {
    await this.database.em().nativeUpdate(Report, { reportId, status: 'Running' }, { rowsWritten });
  }

  /** Returns the newest data version; null if nothing was ever imported. A report of it has no changes since. */
  async newestDataVersion(): Promise<number | null> {
    return (await this.database.withClient(currentDataVersion))?.version ?? null;
  }

  /** Counts the changes to a report's data since it was pinned. */
  async changesSince(data: ReportedData): Promise<ReportChanges> {
    return this.database.withClient((client) => changesSince(client, data));
  }

  async complete(reportId: string, csv: WrittenCsv, now: Instant): Promise<void> {
    await this.close({ reportId }, 'Complete', now, {
      rowsWritten: csv.rows,
      csvBytes: csv.bytes,
      csvSha256: csv.sha256,
      csvRows: csv.rows,
    });
  }

  async cancel(reportId: string, now: Instant): Promise<void> {
    await this.close({ reportId }, 'Cancelled', now, {});
  }

  /** Fails a running report, if it is still at this attempt. The reason is for people. */
  async fail(reportId: string, attempt: number, failure: ReportFailure, now: Instant): Promise<void> {
    const { reason, part } = failure;
    await this.close({ reportId, attempt }, 'Failed', now, { error: reason, failedPart: part });
  }

  /**
   * Reopens a failed report for a later attempt, which an API key requested. Computed rows stay; stores that could not be
   * computed are tried again.
   */
  async reopen(reportId: string, attempt: number, keyId: string | null): Promise<void> {
    await this.database.withClient((client) =>
      client.query(
        `with reopened as (
           select report_id from report where report_id = $1 and status = 'Failed' and attempt < $2 for update
         ),
         forgotten as (
           delete from report_row using reopened
           where report_row.report_id = reopened.report_id and report_row.error is not null
           returning time_zone_assumed
         )
         update report
         set status = 'Running', attempt = $2, key_id = $3, error = null, failed_part = null, finished_at = null,
           stores_done = stores_done - (select count(*) from forgotten), stores_failed = 0,
           stores_with_assumed_time_zone =
             stores_with_assumed_time_zone - (select count(*) from forgotten where time_zone_assumed)
         from reopened
         where report.report_id = reopened.report_id`,
        [reportId, attempt, keyId],
      ),
    );
  }

  /** Returns every running report, oldest first. */
  async listRunning(): Promise<Report[]> {
    return this.database.em().find(Report, { status: 'Running' }, { orderBy: { requestedAt: 'asc' } });
  }

  /**
   * Returns the ids of the reports that ended before an instant, oldest first. The newest complete one is not among them,
   * however old: one report always stays.
   */
  async listEndedBefore(before: Instant): Promise<string[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<{ report_id: string }>(
        `select report_id from report
         where finished_at < $1 and report_id is distinct from (
           select report_id from report where status = 'Complete' order by requested_at desc, report_id desc limit 1
         )
         order by finished_at`,
        [formatInstant(before)],
      ),
    );
    return rows.map((row) => row.report_id);
  }

  /** Drops an ended report with its rows and its key. Returns false if it is running again, since it was retried. */
  async drop(reportId: string): Promise<boolean> {
    return this.database.transaction(async (client) => {
      const { rowCount } = await client.query(
        `select from report where report_id = $1 and status <> 'Running' for update`,
        [reportId],
      );
      if (rowCount === 0) return false;
      await client.query('delete from report_key where report_id = $1', [reportId]);
      await client.query('delete from report_row where report_id = $1', [reportId]);
      await client.query('delete from report where report_id = $1', [reportId]);
      return true;
    });
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

function isOnAnyOf(scope: ReadonlySet<string>) {
  const ids = JSON.stringify([...scope]);
  const isListed = raw(`jsonb_exists_any(store_ids, array(select jsonb_array_elements_text(?::jsonb)))`, [ids]);
  const isInGroup = raw(
    `exists (
       select from store
       where external_id in (select jsonb_array_elements_text(?::jsonb))
         and ${isMemberSql('group_kind', 'group_value', 'data_version')})`,
    [ids],
  );
  return { $or: [{ storeIds: null, groupKind: null }, { [isListed]: true }, { storeIds: null, [isInGroup]: true }] };
}

function isAfterPosition({ requestedAt, reportId }: ReportPosition) {
  return { $or: [{ requestedAt: { $lt: requestedAt } }, { requestedAt, reportId: { $lt: reportId } }] };
}
