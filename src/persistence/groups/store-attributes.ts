import type { PoolClient } from 'pg';
import type { StoreAttributes } from '../../domain/groups/store-attributes.js';

/** The columns of `AttributeColumns`, of the current rows of `store`. */
export const ATTRIBUTE_COLUMNS = `
  attribute.name, attribute.target::float8, attribute.value_per_hour::float8,
  (select jsonb_object_agg(kind, value) from store_group where store_key = store.key and until_version is null) as groups`;

export const JOIN_ATTRIBUTES =
  'left join store_attribute attribute on attribute.store_key = store.key and attribute.until_version is null';

export interface AttributeColumns {
  readonly name: string | null;
  readonly target: number | null;
  readonly value_per_hour: number | null;
  readonly groups: Record<string, string> | null;
}

export function toAttributes({
  name,
  target,
  value_per_hour: valuePerHour,
  groups,
}: AttributeColumns): StoreAttributes {
  const sorted = Object.entries(groups ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return { name, groups: Object.fromEntries(sorted), target, valuePerHour };
}

/** Returns the current attributes of a store. */
export async function findAttributes(client: PoolClient, storeKey: number): Promise<StoreAttributes> {
  const { rows } = await client.query<AttributeColumns>(
    `select ${ATTRIBUTE_COLUMNS} from store ${JOIN_ATTRIBUTES} where key = $1`,
    [storeKey],
  );
  return toAttributes(rows[0]!);
}

/** Replaces the attributes of a store from a data version on. What is the same stays. */
export async function replaceAttributes(
  client: PoolClient,
  storeKey: number,
  current: StoreAttributes,
  { name, groups, target, valuePerHour }: StoreAttributes,
  version: number,
): Promise<void> {
  if (name !== current.name || target !== current.target || valuePerHour !== current.valuePerHour) {
    await endRows(client, 'store_attribute', storeKey, version);
    if (name !== null || target !== null || valuePerHour !== null) {
      await client.query(
        `insert into store_attribute (store_key, name, target, value_per_hour, since_version) values ($1, $2, $3, $4, $5)`,
        [storeKey, name, target, valuePerHour, version],
      );
    }
  }
  const kinds = [...new Set([...Object.keys(current.groups), ...Object.keys(groups)])];
  const other = kinds.filter((kind) => current.groups[kind] !== groups[kind]);
  await client.query(
    'update store_group set until_version = $2 where store_key = $1 and until_version is null and kind = any ($3)',
    [storeKey, version, other],
  );
  const added = other.filter((kind) => groups[kind] !== undefined);
  await client.query(
    `insert into store_group (store_key, kind, value, since_version)
     select $1, kind, value, $2 from unnest($3::text[], $4::text[]) as given (kind, value)`,
    [storeKey, version, added, added.map((kind) => groups[kind]!)],
  );
}

/** Ends all attributes of a store. */
export async function endAllAttributes(client: PoolClient, storeKey: number, version: number): Promise<void> {
  await endRows(client, 'store_attribute', storeKey, version);
  await endRows(client, 'store_group', storeKey, version);
}

async function endRows(
  client: PoolClient,
  table: 'store_attribute' | 'store_group',
  storeKey: number,
  version: number,
): Promise<void> {
  await client.query(`update ${table} set until_version = $2 where store_key = $1 and until_version is null`, [
    storeKey,
    version,
  ]);
}
