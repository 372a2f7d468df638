import { isDeepStrictEqual } from 'node:util';
import type { PoolClient } from 'pg';
import type { Origin } from '../../domain/access/audit-event.js';
import { idsOf, type StoreScope } from '../../domain/access/store-scope.js';
import type { ClosureKind } from '../../domain/calendar/closures.js';
import { formatClosure, type NewClosure, type RecordedClosure } from '../../domain/calendar/recorded-closure.js';
import type { Group } from '../../domain/groups/group.js';
import { formatInstant, type Instant } from '../../domain/time/instant.js';
import { recordAuditEvent } from '../access/audit-event.repository.js';
import type { Database } from '../connection/database.js';
import { GroupNotFoundError } from '../groups/group-errors.js';
import { findMembers } from '../groups/group-members.js';
import { lockData, markAsReplacing, openDataVersion } from '../connection/data-version.js';
import { earliestStart, latestEnd } from './closure-columns.js';
import { ClosureNotFoundError, ClosureOverlapError } from './closure-errors.js';
import { endClosure, insertClosure, RECORDED, RECORDED_COLUMNS, toRecorded, type RecordedColumns } from './closures.js';

/** A position in the list of closures, the latest first. */
export interface ClosurePosition {
  readonly start: number;
  readonly closureId: string;
}

export type ListedClosure = RecordedClosure & ClosurePosition;

/** Filters closures; null does not filter. */
export interface ClosureQuery {
  /** Those that count for a store: its own, those of its groups, and those of the fleet. */
  readonly storeId: string | null;
  /** Those of this group, and those of the fleet. */
  readonly group: Group | null;
  readonly kind: ClosureKind | null;
  /** Those that end after this instant, and those that begin before the other one, on some clock. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly scope: StoreScope;
  readonly after: ClosurePosition | null;
  readonly limit: number;
}

const START = `(extract(epoch from ${earliestStart('closure')}) * 1000000)::float8`;

/** Whether a closure counts for any of the stores of a parameter; all do if it is null. */
const countsFor = (ids: string) => `
  (${ids}::text[] is null or external_id = any (${ids}) or store_key is null and group_kind is null
    or exists (
      select from store_group join store member on member.key = store_group.store_key
      where store_group.kind = group_kind and store_group.value = group_value
        and store_group.until_version is null and member.external_id = any (${ids})))`;

/** The closures of stores. Each change is one transaction and one data version; without a change there is no new one. */
export class ClosureRepository {
  constructor(private readonly database: Database) {}

  /** Returns up to `limit` closures after a position, the latest first. */
  async list({ storeId, group, kind, from, to, scope, after, limit }: ClosureQuery): Promise<ListedClosure[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<[number, ...RecordedColumns]>({
        text: `
          select ${START}, ${RECORDED_COLUMNS} from ${RECORDED}
          where until_version is null and ${countsFor('$1')} and ${countsFor('$2')}
            and ($3::text is null or closure.kind = $3)
            and ($4::timestamptz is null or ${latestEnd('closure')} > $4)
            and ($5::timestamptz is null or ${earliestStart('closure')} < $5)
            and ($9::text is null or store_key is null and (group_kind is null or group_kind = $9 and group_value = $10))
            and ($6::float8 is null or ${START} < $6 or ${START} = $6 and closure_id > $7)
          order by ${START} desc, closure_id
          limit $8`,
        values: [
          idsOf(scope),
          storeId === null ? null : [storeId],
          kind,
          from === null ? null : formatInstant(from),
          to === null ? null : formatInstant(to),
          after?.start ?? null,
          after?.closureId ?? null,
          limit,
          group?.kind ?? null,
          group?.value ?? null,
        ],
        rowMode: 'array',
      }),
    );
    return rows.map(([start, ...columns]) => ({ start, ...toRecorded(columns) }));
  }

  /**
   * Returns a closure that counts for any store of a scope.
   * @throws {ClosureNotFoundError}
   */
  async get(closureId: string, scope: StoreScope): Promise<RecordedClosure> {
    return this.database.withClient((client) => getClosure(client, closureId, scope));
  }

  /**
   * Adds a closure.
   * @throws {StoreNotFoundError}
   * @throws {GroupNotFoundError}
   * @throws {ClosureOverlapError}
   */
  async add(closure: RecordedClosure, origin: Origin): Promise<void> {
    await this.database.transaction(async (client) => {
      await lockData(client);
      if ('group' in closure.scope) await assertKnown(client, closure.scope.group);
      const version = await openDataVersion(client, 'closures');
      await insert(client, closure, version);
      await audit(client, 'create', null, closure, version, origin);
    });
  }

  /**
   * Changes a closure into what `change` makes of it, and returns that.
   * @throws {ClosureNotFoundError}
   * @throws {ClosureOverlapError}
   */
  async change(
    closureId: string,
    change: (current: RecordedClosure) => NewClosure,
    scope: StoreScope,
    origin: Origin,
  ): Promise<RecordedClosure> {
    return this.database.transaction(async (client) => {
      await lockData(client);
      const current = await getClosure(client, closureId, scope);
      const changed = { ...change(current), closureId };
      if (isDeepStrictEqual(formatClosure(changed), formatClosure(current))) return current;
      const version = await openDataVersion(client, 'closures');
      await markAsReplacing(client, version);
      await endClosure(client, closureId, version);
      await insert(client, changed, version);
      await audit(client, 'update', current, changed, version, origin);
      return changed;
    });
  }

  /**
   * Deletes a closure: from a new data version on, its time counts as if it had never been.
   * @throws {ClosureNotFoundError}
   */
  async delete(
    closureId: string,
    assertAllowed: (current: RecordedClosure) => void,
    scope: StoreScope,
    origin: Origin,
  ): Promise<void> {
    await this.database.transaction(async (client) => {
      await lockData(client);
      const current = await getClosure(client, closureId, scope);
      assertAllowed(current);
      const version = await openDataVersion(client, 'closures');
      await markAsReplacing(client, version);
      await endClosure(client, closureId, version);
      await audit(client, 'delete', current, null, version, origin);
    });
  }
}

async function getClosure(client: PoolClient, closureId: string, scope: StoreScope): Promise<RecordedClosure> {
  const { rows } = await client.query<[...RecordedColumns]>({
    text: `
      select ${RECORDED_COLUMNS} from ${RECORDED}
      where closure_id = $1 and until_version is null and ${countsFor('$2')}`,
    values: [closureId, idsOf(scope)],
    rowMode: 'array',
  });
  if (rows[0] === undefined) throw new ClosureNotFoundError(closureId);
  return toRecorded(rows[0]);
}

/** @throws {GroupNotFoundError} */
async function assertKnown(client: PoolClient, group: Group): Promise<void> {
  if ((await findMembers(client, group)).length === 0) throw new GroupNotFoundError(group);
}

async function insert(client: PoolClient, closure: RecordedClosure, version: number): Promise<void> {
  const otherId = await insertClosure(client, closure, version);
  if (otherId !== null) throw new ClosureOverlapError(otherId);
}

async function audit(
  client: PoolClient,
  action: 'create' | 'update' | 'delete',
  before: RecordedClosure | null,
  after: RecordedClosure | null,
  dataVersion: number,
  origin: Origin,
): Promise<void> {
  await recordAuditEvent(client, {
    ...origin,
    action,
    entity: 'closure',
    entityId: (before ?? after)!.closureId,
    before: before && formatClosure(before),
    after: { ...(after && formatClosure(after)), dataVersion },
  });
}
