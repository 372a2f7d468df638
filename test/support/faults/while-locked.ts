import type { Database } from '../../../src/persistence/connection/database.js';
import { waitFor } from '../wait-for.js';

/**
 * Locks a table while `during` runs: whatever else needs the table waits there, however fast the machine is. `during` gets
 * a function that waits until a connection waits for the table.
 */
export async function whileLocked(
  database: Database,
  table: string,
  during: (someoneWaits: () => Promise<void>) => Promise<void>,
): Promise<void> {
  await database.transaction(async (holding) => {
    await holding.query(`lock table ${table} in access exclusive mode`);
    await during(async () => {
      await waitFor(`a connection to wait for the table ${table}`, async () => {
        // Tables of other tests' databases have the same number.
        const waiting = `
          select from pg_locks
          where relation = '${table}'::regclass and not granted
            and database = (select oid from pg_database where datname = current_database())`;
        return ((await holding.query(waiting)).rowCount ?? 0) > 0;
      });
    });
  });
}
