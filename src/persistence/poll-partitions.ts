import type { ClientBase } from 'pg';
import type { Database } from './database.js';

/** Serialises the making of partitions; any number that no other lock uses. */
const PARTITION_LOCK = 7_236_002;

/**
 * Makes sure that every month of `months` (`2023-01`) has a partition of `poll`. In a transaction of its own, before the
 * rows come: attaching an empty table does not stand in the way of readers, `create table ... partition of` would.
 */
export async function ensurePollPartitions(database: Database, months: readonly string[]): Promise<void> {
  if (months.length === 0) return;
  await database.transaction(async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
    for (const month of await missingMonths(client, months)) {
      const name = partitionName(month);
      await client.query(`
        create table ${name} (like poll including all);
        alter table poll attach partition ${name}
          for values from ('${month}-01T00:00:00Z') to (timestamptz '${month}-01T00:00:00Z' + interval '1 month');
      `);
    }
  });
}

/** Makes a month's index answer alone, and the planner know what came in. */
export async function vacuumPollPartitions(database: Database, months: readonly string[]): Promise<void> {
  await database.withClient(async (client) => {
    for (const month of months) await client.query(`vacuum (analyze) ${partitionName(month)}`);
  });
}

async function missingMonths(client: ClientBase, months: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ month: string }>(
    `select month from unnest($1::text[]) month where to_regclass('poll_' || replace(month, '-', '_')) is null`,
    [months],
  );
  return rows.map(({ month }) => month);
}

function partitionName(month: string): string {
  if (!/^\d{4}-\d{2}$/.test(month)) throw new RangeError(`"${month}" is not a month`);
  return `poll_${month.replace('-', '_')}`;
}
