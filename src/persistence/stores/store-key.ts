import type { PoolClient } from 'pg';
import { isStorable } from '../../domain/store-id.js';
import { StoreNotFoundError } from './store-errors.js';

/** Returns the key of a store; null if it is not known. */
export async function findStoreKey(client: PoolClient, storeId: string): Promise<number | null> {
  if (!isStorable(storeId)) return null;
  const { rows } = await client.query<{ key: number }>(
    'select key from store where external_id = $1 and deleted_version is null',
    [storeId],
  );
  return rows[0]?.key ?? null;
}

/** Returns the key that a store had as of a data version; null if it was not known. */
export async function findStoreKeyAsOf(client: PoolClient, storeId: string, version: number): Promise<number | null> {
  if (!isStorable(storeId)) return null;
  const { rows } = await client.query<{ key: number }>(
    `select key from store
     where external_id = $1 and since_version <= $2 and (deleted_version is null or deleted_version > $2)`,
    [storeId, version],
  );
  return rows[0]?.key ?? null;
}

/** @throws {StoreNotFoundError} */
export async function getStoreKey(client: PoolClient, storeId: string): Promise<number> {
  const key = await findStoreKey(client, storeId);
  if (key === null) throw new StoreNotFoundError(storeId);
  return key;
}
