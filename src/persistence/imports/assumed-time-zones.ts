import type { PoolClient } from 'pg';

/**
 * Counts the stores of an import that have no time zone once its rows are merged: those that its staged rows name, and those of
 * `storeIds`, whose rows were rejected for their zone.
 */
export async function countStoresWithoutTimeZone(client: PoolClient, storeIds: ReadonlySet<string>): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::integer as count
     from (select external_id from named union select unnest($1::text[]) collate "C") of_import
     where not exists (
       select from store
       join store_time_zone on store_key = store.key and until_version is null
       where store.external_id = of_import.external_id)`,
    [[...storeIds]],
  );
  return rows[0]!.count;
}
