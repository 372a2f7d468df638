import type { Database } from '../../../src/persistence/connection/database.js';

/** Adds reports that are running, though no workflow is. Returns how to end them. */
export async function addRunningReports(
  database: Database,
  count: number,
  { keyId = null, trigger = 'request' }: { keyId?: string | null; trigger?: string } = {},
): Promise<() => Promise<void>> {
  const { rows } = await database.withClient((client) =>
    client.query<{ report_id: string }>(
      `insert into report (report_id, status, requested_as_of, interpolation, reach_hours, requested_at, key_id, trigger, scheduled_at)
       select gen_random_uuid(), 'Running', 'now', 'nearest', 24, now(), $1, $2, case $2 when 'scheduled' then now() end from generate_series(1, $3)
       returning report_id`,
      [keyId, trigger, count],
    ),
  );
  return async () => {
    await database.withClient((client) =>
      client.query(`update report set status = 'Cancelled', finished_at = now() where report_id = any ($1)`, [
        rows.map((row) => row.report_id),
      ]),
    );
  };
}
