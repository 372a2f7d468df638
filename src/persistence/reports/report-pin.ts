import type { PoolClient } from 'pg';
import { formatInstant, parseInstant, type Instant } from '../../domain/time/instant.js';
import { latestAsOf, type PinnedReport } from '../../domain/reports/report.js';
import { currentDataVersion } from '../connection/data-version.js';
import { NoDataError } from './report-errors.js';

interface PinRow {
  requested_as_of: string;
  as_of: string | null;
  data_version: number | null;
  time_zone_release: string | null;
  stores_done: number;
}

/**
 * Fixes the as-of instant, the data version and the release of the time zone data of a report, once; later calls return what
 * the first one fixed.
 * @throws {NoDataError}
 */
export async function pinReportRow(
  client: PoolClient,
  reportId: string,
  now: Instant,
  timeZoneRelease: string,
): Promise<PinnedReport> {
  const { rows } = await client.query<PinRow>(
    `select requested_as_of, as_of, data_version, time_zone_release, stores_done
     from report where report_id = $1 for update`,
    [reportId],
  );
  const report = rows[0]!;
  const pinned = pinnedData(report) ?? (await resolveData(client, report, now));
  // Rows from before the release was recorded may have been computed with another one.
  const release = report.time_zone_release ?? (report.stores_done === 0 ? timeZoneRelease : null);
  if (pinnedData(report) !== null && release === report.time_zone_release) return pinned;
  await client.query('update report set as_of = $2, data_version = $3, time_zone_release = $4 where report_id = $1', [
    reportId,
    formatInstant(pinned.asOf),
    pinned.dataVersion,
    release,
  ]);
  return pinned;
}

function pinnedData({ as_of, data_version }: PinRow): PinnedReport | null {
  return as_of === null || data_version === null
    ? null
    : { asOf: parseStoredInstant(as_of), dataVersion: data_version };
}

async function resolveData(client: PoolClient, report: PinRow, now: Instant): Promise<PinnedReport> {
  const current = await currentDataVersion(client);
  const asOf = current === null ? null : resolveAsOf(report.requested_as_of, now, current.newestPollAt);
  if (current === null || asOf === null) throw new NoDataError();
  return { asOf, dataVersion: current.version };
}

function resolveAsOf(requested: string, now: Instant, newestPollAt: Instant | null): Instant | null {
  if (requested === 'latest') return newestPollAt === null ? null : latestAsOf(newestPollAt, now);
  return requested === 'now' ? now : parseStoredInstant(requested);
}

/** Parses an instant as the table `report` stores it. */
export function parseStoredInstant(text: string): Instant {
  const instant = parseInstant(text, 'required');
  if (typeof instant !== 'number') throw new RangeError(`"${text}" is not an instant`);
  return instant;
}
