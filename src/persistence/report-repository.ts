import { formatInstant, parseInstant, type Instant } from '../domain/instant.js';
import type { PinnedReport, ReportOrigin, ReportRequest } from '../domain/report.js';
import { currentDataVersion } from './data-version.js';
import type { Database } from './database.js';
import { Report, type ReportStatus } from './entities/report.js';
import { changesSince, type ReportChanges, type ReportedData } from './report-changes.js';
import type { StoreKeyRange } from './store-histories.js';

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

/** Reports from their first trace to their end. Every step may happen twice with one effect. */
export class ReportRepository {
  constructor(private readonly database: Database) {}

  /** Records that a report was asked for, and what it describes where that is fixed already. Does nothing where it is known. */
  async open(reportId: string, request: ReportRequest, requestedAt: Instant, origin?: ReportOrigin): Promise<void> {
    const { asOf, storeIds, interpolation, reachHours } = request;
    await this.database.em().upsert(
      Report,
      {
        reportId,
        status: 'Running',
        requestedAsOf: typeof asOf === 'number' ? formatInstant(asOf) : asOf,
        storeIds: storeIds === null ? null : [...storeIds],
        interpolation,
        reachHours,
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
        ...(after === null ? [] : [behind(after)]),
      ],
    };
    return this.database.em().find(Report, where, { orderBy: { requestedAt: 'desc', reportId: 'desc' }, limit });
  }

  /**
   * Fixes the as-of instant and the data version, once; later calls give what the first one fixed. Null where the data
   * holds nothing that the report could describe.
   */
  async pin(reportId: string, now: Instant): Promise<PinnedReport | null> {
    return this.database.transaction(async (client) => {
      const { rows } = await client.query<{
        requested_as_of: string;
        as_of: string | null;
        data_version: number | null;
      }>('select requested_as_of, as_of, data_version from report where report_id = $1 for update', [reportId]);
      const report = rows[0]!;
      if (report.as_of !== null && report.data_version !== null) {
        return { asOf: readInstant(report.as_of), dataVersion: report.data_version };
      }
      const current = await currentDataVersion(client);
      const asOf = current === null ? null : meaningOf(report.requested_as_of, now, current.newestPollAt);
      if (current === null || asOf === null) return null;
      await client.query('update report set as_of = $2, data_version = $3 where report_id = $1', [
        reportId,
        formatInstant(asOf),
        current.version,
      ]);
      return { asOf, dataVersion: current.version };
    });
  }

  /** Splits the stores of a pinned report into ranges of `size` stores, and records how many there are. */
  async plan(reportId: string, size: number): Promise<(StoreKeyRange & { stores: number })[]> {
    return this.database.transaction(async (client) => {
      const { rows } = await client.query<{ from_key: number; to_key: number; stores: number }>(
        `select min(key) as from_key, max(key) as to_key, count(*)::integer as stores
         from (
           select store.key, (row_number() over (order by store.key) - 1) / $2 as chunk
           from store, report
           where report_id = $1 and since_version <= data_version
             and (store_ids is null or external_id in (select jsonb_array_elements_text(store_ids)))
         ) numbered
         group by chunk
         order by chunk`,
        [reportId, size],
      );
      const total = rows.reduce((sum, { stores }) => sum + stores, 0);
      await client.query('update report set stores_total = $2 where report_id = $1', [reportId, total]);
      return rows.map((row) => ({ fromKey: row.from_key, toKey: row.to_key, stores: row.stores }));
    });
  }

  /** What changed of the data of a pinned report since then. */
  async changesSince(data: ReportedData): Promise<ReportChanges> {
    return this.database.withClient((client) => changesSince(client, data));
  }

  /** Completes a running report with what is true of its CSV. */
  async complete(reportId: string, csv: { bytes: number; sha256: string; rows: number }, now: Instant): Promise<void> {
    await this.database
      .em()
      .nativeUpdate(
        Report,
        { reportId, status: 'Running' },
        { status: 'Complete', finishedAt: now, csvBytes: csv.bytes, csvSha256: csv.sha256, csvRows: csv.rows },
      );
  }

  /** Ends a running report that nobody wants any more. */
  async cancel(reportId: string, now: Instant): Promise<void> {
    await this.database
      .em()
      .nativeUpdate(Report, { reportId, status: 'Running' }, { status: 'Cancelled', finishedAt: now });
  }

  /** Ends a running report that can't be completed, with a reason that a person understands. */
  async fail(reportId: string, error: string, now: Instant): Promise<void> {
    await this.database
      .em()
      .nativeUpdate(Report, { reportId, status: 'Running' }, { status: 'Failed', error, finishedAt: now });
  }
}

function behind({ requestedAt, reportId }: ReportPosition) {
  return { $or: [{ requestedAt: { $lt: requestedAt } }, { requestedAt, reportId: { $lt: reportId } }] };
}

function meaningOf(requested: string, now: Instant, newestPollAt: Instant | null): Instant | null {
  if (requested === 'latest') return newestPollAt;
  return requested === 'now' ? now : readInstant(requested);
}

function readInstant(text: string): Instant {
  const instant = parseInstant(text, 'required');
  if (typeof instant !== 'number') throw new RangeError(`"${text}" is not an instant`);
  return instant;
}
