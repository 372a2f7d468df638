import type { Change, Origin } from '../../domain/access/audit-event.js';
import type { SpecialHours } from '../../domain/calendar/calendar.js';
import { formatSpecialHours } from '../../domain/calendar/format-special-hours.js';
import { formatLocalDate } from '../../domain/time/local-date.js';
import { recordAuditEvent } from '../access/audit-event.repository.js';
import type { Database } from '../connection/database.js';
import { lockData, markAsReplacing, openDataVersion } from '../connection/data-version.js';
import { SpecialHoursChangedError } from '../stores/store-errors.js';
import { getStoreKey } from '../stores/store-key.js';
import { endSpecialHours, findSpecialHours, insertSpecialHours, type DateRange } from './special-hours.js';

/** The special hours of stores. Each change is one transaction and one data version; without a change there is no new one. */
export class SpecialHoursRepository {
  constructor(private readonly database: Database) {}

  /**
   * Returns the current special hours of a store in a range, by date.
   * @throws {StoreNotFoundError}
   */
  async find(storeId: string, range: DateRange): Promise<SpecialHours[]> {
    return this.database.withClient(async (client) =>
      findSpecialHours(client, await getStoreKey(client, storeId), range),
    );
  }

  /**
   * Replaces the special hours of a store in a range, and returns the new ones. `given` lies in the range, each date once.
   * `isExpected` checks the current ones in the same transaction.
   * @throws {StoreNotFoundError}
   * @throws {SpecialHoursChangedError}
   */
  async replace(
    storeId: string,
    range: DateRange,
    given: readonly SpecialHours[],
    isExpected: (current: readonly SpecialHours[]) => boolean,
    origin: Origin,
  ): Promise<SpecialHours[]> {
    return this.database.transaction(async (client) => {
      await lockData(client);
      const key = await getStoreKey(client, storeId);
      const current = await findSpecialHours(client, key, range);
      if (!isExpected(current)) throw new SpecialHoursChangedError(storeId);
      const ended = notIn(current, given);
      const added = notIn(given, current);
      if (ended.length + added.length === 0) return current;
      const version = await openDataVersion(client, 'special-hours');
      if (ended.length > 0) await markAsReplacing(client, version);
      await endSpecialHours(
        client,
        key,
        ended.map(({ date }) => date),
        version,
      );
      await insertSpecialHours(client, key, added, version);
      await recordAuditEvent(client, { ...origin, ...change(storeId, range, current, given, version) });
      return findSpecialHours(client, key, range);
    });
  }
}

/** Returns those that are not among `others` in the same way. */
function notIn(some: readonly SpecialHours[], others: readonly SpecialHours[]): SpecialHours[] {
  const keyOf = (special: SpecialHours) => JSON.stringify(formatSpecialHours([special]));
  const known = new Set(others.map(keyOf));
  return some.filter((special) => !known.has(keyOf(special)));
}

function change(
  storeId: string,
  { from, to }: DateRange,
  current: readonly SpecialHours[],
  given: readonly SpecialHours[],
  dataVersion: number,
): Change {
  const range = { from: formatLocalDate(from), to: formatLocalDate(to) };
  return {
    action: 'replace-special-hours',
    entity: 'store',
    entityId: storeId,
    before: { ...range, specialHours: formatSpecialHours(current) },
    after: { ...range, specialHours: formatSpecialHours(given), dataVersion },
  };
}
