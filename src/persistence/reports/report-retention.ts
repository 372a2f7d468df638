import { formatInstant, type Instant } from '../../domain/instant.js';
import type { Database } from '../connection/database.js';

/**
 * The reports that ended before an instant, oldest first. The newest complete one is none of them, however old: there is always
 * one to look at.
 */
export async function reportsEndedBefore(database: Database, before: Instant): Promise<string[]> {
  const { rows } = await database.withClient((client) =>
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

/** Removes a report that has ended, its rows and its key. False where it goes on after all, as it was retried. */
export async function removeReport(database: Database, reportId: string): Promise<boolean> {
  return database.transaction(async (client) => {
    const { rowCount } = await client.query(
      `select from report where report_id = $1 and status <> 'Running' for update`,
      [reportId],
    );
    if (rowCount === 0) return false;
    await client.query('delete from report_key where report_id = $1', [reportId]);
    await client.query('delete from report where report_id = $1', [reportId]);
    return true;
  });
}
