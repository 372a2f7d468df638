import type { PoolClient } from 'pg';
import type { ClosureScope, RecordedClosure } from '../../domain/calendar/recorded-closure.js';
import { getStoreKey } from '../stores/store-key.js';
import { CLOSURE_COLUMNS, overlapsSql, toClosure, toClosureValues, type ClosureColumns } from './closure-columns.js';

/** The columns of `RecordedColumns`, of `RECORDED`. */
export const RECORDED_COLUMNS = `closure_id, external_id, group_kind, group_value, reason, ${CLOSURE_COLUMNS}`;

export const RECORDED = 'closure left join store on store.key = store_key';

export type RecordedColumns = readonly [
  closureId: string,
  storeId: string | null,
  groupKind: string | null,
  groupValue: string | null,
  reason: string | null,
  ...ClosureColumns,
];

export function toRecorded([closureId, storeId, kind, value, reason, ...columns]: RecordedColumns): RecordedClosure {
  const scope =
    storeId !== null ? { storeId } : kind === null ? { fleet: true as const } : { group: { kind, value: value! } };
  return { closureId, scope, reason, ...toClosure(columns) };
}

/**
 * Returns the values of store_key, group_kind and group_value.
 * @throws {StoreNotFoundError}
 */
async function scopeValues(client: PoolClient, scope: ClosureScope): Promise<unknown[]> {
  if ('storeId' in scope) return [await getStoreKey(client, scope.storeId), null, null];
  return 'group' in scope ? [null, scope.group.kind, scope.group.value] : [null, null, null];
}

/** SQL for whether two closures are of one kind, and for the same store, group or fleet. */
function isForSame(one: string, other: string): string {
  const columns = ['store_key', 'group_kind', 'group_value', 'kind'];
  return columns.map((column) => `${one}.${column} is not distinct from ${other}.${column}`).join(' and ');
}

/**
 * Adds a closure from a data version on. Returns the id of one that it overlaps instead, if there is any.
 * @throws {StoreNotFoundError}
 */
export async function insertClosure(
  client: PoolClient,
  { closureId, scope, reason, ...closure }: RecordedClosure,
  version: number,
): Promise<string | null> {
  const values = [closureId, ...(await scopeValues(client, scope)), ...toClosureValues(closure)];
  const { rows } = await client.query<{ otherId: string | null }>(
    `with given as (
        select $1::uuid as closure_id, $2::integer as store_key, $3::text collate "C" as group_kind,
          $4::text collate "C" as group_value, $5::text as kind, $6::timestamptz as starts_at, $7::timestamp as starts_local,
          $8::timestamptz as ends_at, $9::timestamp as ends_local),
      other as (
        select closure.closure_id from closure, given
        where closure.until_version is null and closure.closure_id <> given.closure_id
          and ${isForSame('closure', 'given')} and ${overlapsSql('closure', 'given')}
        limit 1),
      added as (
        insert into closure (closure_id, store_key, group_kind, group_value, kind, starts_at, starts_local, ends_at,
          ends_local, reason, since_version)
        select given.*, $10, $11 from given where not exists (select from other))
     select (select closure_id from other) as "otherId"`,
    [...values, reason, version],
  );
  return rows[0]!.otherId;
}

/** Ends a closure: from a data version on, it is not known. */
export async function endClosure(client: PoolClient, closureId: string, version: number): Promise<void> {
  await client.query('update closure set until_version = $2 where closure_id = $1 and until_version is null', [
    closureId,
    version,
  ]);
}

/** Ends all closures of a store alone. */
export async function endClosuresOf(client: PoolClient, storeKey: number, version: number): Promise<void> {
  await client.query('update closure set until_version = $2 where store_key = $1 and until_version is null', [
    storeKey,
    version,
  ]);
}
