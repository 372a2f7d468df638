import type { Database } from '../connection/database.js';

/** The channel on which the database tells the id of a key or a session that was ended. */
export const ACCESS_ENDED_CHANNEL = 'access_ended';

/** Returns those of some keys and sessions that were ended. */
export async function findEnded(database: Database, ids: readonly string[]): Promise<string[]> {
  const { rows } = await database.withClient((client) =>
    client.query<{ id: string }>(
      `select key_id as id from api_key where key_id = any ($1) and revoked_at is not null
       union all
       select session_id from session where session_id = any ($1) and ended_at is not null`,
      [ids],
    ),
  );
  return rows.map(({ id }) => id);
}
