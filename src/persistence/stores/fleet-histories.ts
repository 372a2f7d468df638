import type { Instant } from '../../domain/time/instant.js';
import type { Interpolation } from '../../domain/uptime/interpolation.js';
import type { StoreHistory } from '../../domain/uptime/store-history.js';
import { holdsAsOf } from '../connection/data-version.js';
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

/** A store of the fleet. */
export interface FleetStore {
  readonly storeId: string;
  /** Null: none was given. */
  readonly name: string | null;
}

/** Stores that are read by one statement: each ends well before the time that statements have. */
const STORES_AT_ONCE = 2_000;

/** Calls `visit` for each store that is known at a data version. Memory holds the polls of few stores at a time. */
export async function visitFleet(
  database: Database,
  query: FleetQuery,
  visit: (store: FleetStore, history: StoreHistory) => Promise<void> | void,
): Promise<void> {
  await database.withClient(async (client) => {
    const { rows } = await client.query<[number, string, string | null]>({
      text: `
        select key, external_id, name
        from store left join store_attribute on store_key = key and ${holdsAsOf('store_attribute', '$1')}
        where store.since_version <= $1 and (deleted_version is null or deleted_version > $1)
          and ($2::text[] is null or external_id = any ($2))
        order by key`,
      values: [query.dataVersion, query.storeIds],
      rowMode: 'array',
    });
    const stores = new Map(rows.map(([key, storeId, name]) => [key, { storeId, name }]));
    for (let first = 0; first < rows.length; first += STORES_AT_ONCE) {
      const keys = rows.slice(first, first + STORES_AT_ONCE).map(([key]) => key);
      const range = { fromKey: keys[0]!, toKey: keys.at(-1)! };
      for await (const { storeKey, ...history } of readStoreHistories(client, { ...query, ...range })) {
        await visit(stores.get(storeKey)!, history);
      }
    }
  });
}
