import type { PoolClient } from 'pg';
import type { Change, Origin } from '../../domain/access/audit-event.js';
import { idsOf, isInScope, type StoreScope } from '../../domain/access/store-scope.js';
import { formatGroup, type Group } from '../../domain/groups/group.js';
import type { Target } from '../../domain/groups/target.js';
import { recordAuditEvent } from '../access/audit-event.repository.js';
import type { Database } from '../connection/database.js';
import { lockData, markAsReplacing, openDataVersion } from '../connection/data-version.js';
import { inScopeSql } from '../stores/in-scope.js';
import { GroupNotFoundError } from './group-errors.js';
import { findMembers } from './group-members.js';

/** A group as of the newest data version. */
export interface GroupSummary extends Group {
  /** How many of the stores that were asked about are in it. */
  readonly stores: number;
  /** Null: none of its own. */
  readonly target: Target | null;
}

export interface GroupQuery {
  /** Null: every kind. */
  readonly kind: string | null;
  readonly after: Group | null;
  readonly limit: number;
  readonly scope: StoreScope;
}

const SUMMARY = `
  select kind, value, count(*)::integer as stores, (
      select target::float8 from target
      where target.kind = store_group.kind and target.value = store_group.value and until_version is null
    ) as target
  from store_group join store on store.key = store_key
  where until_version is null`;

/** The groups of stores and their targets. Each change is one transaction and one data version. */
export class GroupRepository {
  constructor(private readonly database: Database) {}

  /** Returns up to `limit` groups with stores of a scope after a group, ordered by kind and value as bytes. */
  async list({ kind, after, limit, scope }: GroupQuery): Promise<GroupSummary[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<GroupSummary>(
        `${SUMMARY} and ($1::text is null or kind = $1) and ($2::text is null or (kind, value) > ($2, $3))
           and ${inScopeSql('$4')}
         group by kind, value
         order by kind, value
         limit $5`,
        [kind, after?.kind ?? null, after?.value ?? null, idsOf(scope), limit],
      ),
    );
    return rows;
  }

  /** @throws {GroupNotFoundError} if it has no store of a scope */
  async get({ kind, value }: Group, scope: StoreScope): Promise<GroupSummary> {
    const { rows } = await this.database.withClient((client) =>
      client.query<GroupSummary>(
        `${SUMMARY} and kind = $1 and value = $2 and ${inScopeSql('$3')} group by kind, value`,
        [kind, value, idsOf(scope)],
      ),
    );
    if (rows[0] === undefined) throw new GroupNotFoundError({ kind, value });
    return rows[0];
  }

  /**
   * Returns those stores of a scope that are in a group as of a data version, by default the newest; all of the scope without a
   * group.
   */
  async narrow(scope: StoreScope, group: Group | undefined, dataVersion?: number): Promise<StoreScope> {
    return group === undefined ? scope : this.members(group, scope, dataVersion);
  }

  /** Returns those stores of a scope that are in a group as of a data version, by default the newest. */
  async members(group: Group, scope: StoreScope, dataVersion?: number): Promise<ReadonlySet<string>> {
    const members = await this.database.withClient((client) => findMembers(client, group, dataVersion));
    return new Set(members.filter((storeId) => isInScope(scope, storeId)));
  }

  /**
   * Returns the time zones of the stores of a group, each once and ordered; null stands for stores whose zone is unknown.
   * @throws {GroupNotFoundError} if no store is in the group
   */
  async timeZones(group: Group): Promise<(string | null)[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<[string | null]>({
        text: `
          select distinct time_zone
          from store_group left join store_time_zone zone on zone.store_key = store_group.store_key and zone.until_version is null
          where kind = $1 and value = $2 and store_group.until_version is null
          order by time_zone`,
        values: [group.kind, group.value],
        rowMode: 'array',
      }),
    );
    if (rows.length === 0) throw new GroupNotFoundError(group);
    return rows.map(([timeZone]) => timeZone);
  }

  /** Returns the target of the stores for which nothing else gives one; null if there is none. */
  async defaultTarget(): Promise<Target | null> {
    return this.database.withClient((client) => findTarget(client, null));
  }

  /**
   * Sets the target of a group, or the default one if `group` is null; a target of null removes it.
   * @throws {GroupNotFoundError} if no store is in the group
   */
  async setTarget(group: Group | null, target: Target | null, origin: Origin): Promise<void> {
    await this.database.transaction(async (client) => {
      await lockData(client);
      if (group !== null && (await findMembers(client, group)).length === 0) throw new GroupNotFoundError(group);
      const current = await findTarget(client, group);
      if (current === target) return;
      const version = await openDataVersion(client, 'targets');
      const which = [group?.kind ?? null, group?.value ?? null];
      if (current !== null) await markAsReplacing(client, version);
      await client.query(
        `update target set until_version = $3
         where kind is not distinct from $1 and value is not distinct from $2 and until_version is null`,
        [...which, version],
      );
      if (target !== null) {
        await client.query('insert into target (kind, value, target, since_version) values ($1, $2, $3, $4)', [
          ...which,
          target,
          version,
        ]);
      }
      await recordAuditEvent(client, { ...origin, ...change(group, current, target, version) });
    });
  }
}

async function findTarget(client: PoolClient, group: Group | null): Promise<Target | null> {
  const { rows } = await client.query<{ target: number }>(
    `select target::float8 as target from target
     where kind is not distinct from $1 and value is not distinct from $2 and until_version is null`,
    [group?.kind ?? null, group?.value ?? null],
  );
  return rows[0]?.target ?? null;
}

function change(group: Group | null, before: Target | null, after: Target | null, dataVersion: number): Change {
  return {
    action: 'set-target',
    entity: 'group',
    entityId: group === null ? 'default' : formatGroup(group),
    before: { target: before },
    after: { target: after, dataVersion },
  };
}
