import type { PoolClient } from 'pg';
import { holdsAsOf } from '../connection/data-version.js';
import type { Group } from '../../domain/groups/group.js';

/** SQL for the array of the ids of the stores that are in a group now, ordered. `kind` and `value` are expressions. */
export function memberIdsSql(kind: string, value: string): string {
  return `array(
    select external_id from store_group join store on store.key = store_group.store_key
    where store_group.kind = ${kind} and store_group.value = ${value}
      and store_group.until_version is null and deleted_version is null
    order by external_id)`;
}

/** SQL for whether `store` is in a group as of a data version; without a kind, every store is. All are expressions. */
export function isMemberSql(kind: string, value: string, version: string): string {
  return `(${kind} is null or exists (
    select from store_group
    where store_group.store_key = store.key and store_group.kind = ${kind} and store_group.value = ${value}
      and ${holdsAsOf('store_group', version)}))`;
}

/** Returns the ids of the stores that are in a group as of a data version, by default the newest. */
export async function findMembers(client: PoolClient, { kind, value }: Group, version?: number): Promise<string[]> {
  const { rows } = await client.query<[string]>({
    text:
      version === undefined
        ? `select unnest(${memberIdsSql('$1', '$2')})`
        : `select external_id from store where ${isMemberSql('$1::text', '$2', '$3::integer')}
             and store.since_version <= $3 and (deleted_version is null or deleted_version > $3)`,
    values: [kind, value, ...(version === undefined ? [] : [version])],
    rowMode: 'array',
  });
  return rows.map(([storeId]) => storeId);
}
