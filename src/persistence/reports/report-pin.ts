import type { PoolClient } from 'pg';
import { formatInstant, parseInstant, type Instant } from '../../domain/instant.js';
import { latestAsOf, type PinnedReport } from '../../domain/report.js';
import { currentDataVersion } from '../connection/data-version.js';
import { NoDataError } from './report-errors.js';

/**
 * Fixes the as-of instant and the data version of a report, once; later calls return what the first one fixed.
 * @throws {NoDataError}
 */
export async function pinReportRow(client: PoolClient, reportId: string, now: Instant): Promise<PinnedReport> {
  const { rows } = await client.query<{
    requested_as_of: string;
    as_of: string | null;
    data_version: number | null;
  }>('select requested_as_of, as_of, data_version from report where report_id = $1 for update', [reportId]);
  const report = rows[0]!;
  if (report.as_of !== null && report.data_version !== null) {
    return { asOf: parseStoredInstant(report.as_of), dataVersion: report.data_version };
  }
  const current = await currentDataVersion(client);
  const asOf = current === null ? null : resolveAsOf(report.requested_as_of, now, current.newestPollAt);
  if (current === null || asOf === null) throw new NoDataError();
  await client.query('update report set as_of = $2, data_version = $3 where report_id = $1', [
    reportId,
    formatInstant(asOf),
    current.version,
  ]);
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
