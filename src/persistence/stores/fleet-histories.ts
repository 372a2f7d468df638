import type { Instant } from '../../domain/time/instant.js';
import type { Interpolation } from '../../domain/uptime/interpolation.js';
import type { StoreHistory } from '../../domain/uptime/store-history.js';
import type { Database } from '../connection/database.js';
import { readStoreHistories } from './store-histories.js';

/** Which stores, polls and data version to read. */
export interface FleetQuery {
  readonly dataVersion: number;
  /** Null: all stores. */
  readonly storeIds: readonly string[] | null;
  readonly pollsFrom: Instant;
  readonly asOf: Instant;
  readonly interpolation: Interpolation;
}

/** Stores that are read by one statement: each ends well before the time that statements have. */
const STORES_AT_ONCE = 2_000;

/** Calls `visit` for each store that is known at a data version. Memory holds the polls of few stores at a time. */
export async function visitFleet(
  database: Database,
  query: FleetQuery,
  visit: (storeId: string, history: StoreHistory) => Promise<void> | void,
): Promise<void> {
  await database.withClient(async (client) => {
    const { rows } = await client.query<[number, string]>({
      text: `
        select key, external_id from store
        where since_version <= $1 and (deleted_version is null or deleted_version > $1)
          and ($2::text[] is null or external_id = any ($2))
        order by key`,
      values: [query.dataVersion, query.storeIds],
      rowMode: 'array',
    });
    const ids = new Map(rows);
    for (let first = 0; first < rows.length; first += STORES_AT_ONCE) {
      const keys = rows.slice(first, first + STORES_AT_ONCE).map(([key]) => key);
      const range = { fromKey: keys[0]!, toKey: keys.at(-1)! };
      for await (const { storeKey, ...history } of readStoreHistories(client, { ...query, ...range })) {
        await visit(ids.get(storeKey)!, history);
      }
    }
  });
}
