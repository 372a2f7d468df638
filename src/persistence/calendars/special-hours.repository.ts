import type { PoolClient } from 'pg';
import type { Change, Origin } from '../../domain/access/audit-event.js';
import { isInScope, type StoreScope } from '../../domain/access/store-scope.js';
import type { SpecialHours } from '../../domain/calendar/calendar.js';
import { formatSpecialHours } from '../../domain/calendar/format-special-hours.js';
import { formatGroup, type Group } from '../../domain/groups/group.js';
import { formatLocalDate } from '../../domain/time/local-date.js';
import { recordAuditEvent } from '../access/audit-event.repository.js';
import type { Database } from '../connection/database.js';
import { lockData, markAsReplacing, openDataVersion } from '../connection/data-version.js';
import { GroupNotFoundError } from '../groups/group-errors.js';
import { findMembers } from '../groups/group-members.js';
import { SpecialHoursChangedError } from '../stores/store-errors.js';
import { getStoreKey } from '../stores/store-key.js';
import {
  endSpecialHours,
  findSpecialHours,
  insertSpecialHours,
  type DateRange,
  type SpecialHoursKey,
} from './special-hours.js';

/** Whose special hours. */
export type SpecialHoursOwner = { readonly storeId: string } | { readonly group: Group };

/** The special hours of stores and groups. Each change is one transaction and one data version; without a change there is no new one. */
export class SpecialHoursRepository {
  constructor(private readonly database: Database) {}

  /**
   * Returns the current special hours of a store or group in a range, by date.
   * @throws {StoreNotFoundError}
   * @throws {GroupNotFoundError} if no store of the scope is in the group
   */
  async find(owner: SpecialHoursOwner, range: DateRange, scope: StoreScope = 'all'): Promise<SpecialHours[]> {
    return this.database.withClient(async (client) =>
      findSpecialHours(client, await getKey(client, owner, scope), range),
    );
  }

  /**
   * Replaces the special hours of a store or group in a range, and returns the new ones. `given` lies in the range, each date once.
   * `isExpected` checks the current ones in the same transaction.
   * @throws {StoreNotFoundError}
   * @throws {GroupNotFoundError} if no store is in the group
   * @throws {SpecialHoursChangedError}
   */
  async replace(
    owner: SpecialHoursOwner,
    range: DateRange,
    given: readonly SpecialHours[],
    isExpected: (current: readonly SpecialHours[]) => boolean,
    origin: Origin,
  ): Promise<SpecialHours[]> {
    return this.database.transaction(async (client) => {
      await lockData(client);
      const key = await getKey(client, owner, 'all');
      const current = await findSpecialHours(client, key, range);
      if (!isExpected(current)) throw new SpecialHoursChangedError(subjectOf(owner).entityId);
      const event = replacement(owner, range, current, given);
      if (!(await apply(client, key, current, given, event, origin))) return current;
      return findSpecialHours(client, key, range);
    });
  }

  /**
   * Sets the special hours of some dates of a store or group, each once and in order; all others stay.
   * @throws {StoreNotFoundError}
   * @throws {GroupNotFoundError} if no store is in the group
   */
  async set(owner: SpecialHoursOwner, given: readonly SpecialHours[], origin: Origin): Promise<SetSpecialHours> {
    return this.database.transaction(async (client) => {
      await lockData(client);
      const key = await getKey(client, owner, 'all');
      const dates = new Set(given.map(({ date }) => date));
      const [from, to] = [given.at(0)?.date ?? 0, given.at(-1)?.date ?? 0];
      const current = (await findSpecialHours(client, key, { from, to })).filter(({ date }) => dates.has(date));
      const set = notIn(given, current);
      const changed = new Set(set.map(({ date }) => date));
      const before = current.filter(({ date }) => changed.has(date));
      const event: Change = {
        action: 'set-special-hours',
        ...subjectOf(owner),
        before: { specialHours: formatSpecialHours(before) },
        after: { specialHours: formatSpecialHours(set) },
      };
      await apply(client, key, before, set, event, origin);
      return { set, unchanged: given.filter(({ date }) => !changed.has(date)) };
    });
  }
}

export interface SetSpecialHours {
  readonly set: readonly SpecialHours[];
  /** Those that were the same already. */
  readonly unchanged: readonly SpecialHours[];
}

/**
 * @throws {StoreNotFoundError}
 * @throws {GroupNotFoundError}
 */
async function getKey(client: PoolClient, owner: SpecialHoursOwner, scope: StoreScope): Promise<SpecialHoursKey> {
  if ('storeId' in owner) return getStoreKey(client, owner.storeId);
  const members = await findMembers(client, owner.group);
  if (!members.some((storeId) => isInScope(scope, storeId))) throw new GroupNotFoundError(owner.group);
  return owner.group;
}

function subjectOf(owner: SpecialHoursOwner): { readonly entity: string; readonly entityId: string } {
  return 'storeId' in owner
    ? { entity: 'store', entityId: owner.storeId }
    : { entity: 'group', entityId: formatGroup(owner.group) };
}

/** Replaces the current special hours of some dates, with a new data version and an audit event; false if they are the same. */
async function apply(
  client: PoolClient,
  key: SpecialHoursKey,
  current: readonly SpecialHours[],
  given: readonly SpecialHours[],
  event: Change,
  origin: Origin,
): Promise<boolean> {
  const ended = notIn(current, given);
  const added = notIn(given, current);
  if (ended.length + added.length === 0) return false;
  const version = await openDataVersion(client, 'special-hours');
  if (ended.length > 0) await markAsReplacing(client, version);
  const endedDates = ended.map(({ date }) => date);
  await endSpecialHours(client, key, endedDates, version);
  await insertSpecialHours(client, key, added, version);
  await recordAuditEvent(client, { ...origin, ...event, after: { ...event.after, dataVersion: version } });
  return true;
}

/** Returns those that are not among `others` in the same way. */
function notIn(some: readonly SpecialHours[], others: readonly SpecialHours[]): SpecialHours[] {
  const keyOf = (special: SpecialHours) => JSON.stringify(formatSpecialHours([special]));
  const known = new Set(others.map(keyOf));
  return some.filter((special) => !known.has(keyOf(special)));
}

function replacement(
  owner: SpecialHoursOwner,
  { from, to }: DateRange,
  current: readonly SpecialHours[],
  given: readonly SpecialHours[],
): Change {
  const range = { from: formatLocalDate(from), to: formatLocalDate(to) };
  return {
    action: 'replace-special-hours',
    ...subjectOf(owner),
    before: { ...range, specialHours: formatSpecialHours(current) },
    after: { ...range, specialHours: formatSpecialHours(given) },
  };
}
