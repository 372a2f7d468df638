import type { PoolClient } from 'pg';
import type { Closure } from '../../domain/calendar/closures.js';
import { formatInstant } from '../../domain/time/instant.js';
import { integerSql, readCopy } from '../connection/copy-decoder.js';
import { holdsAsOf } from '../connection/data-version.js';
import type { CalendarRange } from './calendar-range.js';
import { decodeClosure, earliestStart, ENCODED_CLOSURE, latestEnd } from './closure-columns.js';

/**
 * Visits the closures that the time near the polls depends on, of a range of stores: their own, those of their groups, and, with a
 * key of null, those of the fleet. `previous` may look at a poll of any time before, so it needs all earlier ones.
 */
async function readClosures(
  client: PoolClient,
  { fromKey, toKey, dataVersion, pollsFrom, asOf, interpolation, askedAhead }: CalendarRange,
  visit: (storeKey: number | null, closure: Closure) => void,
): Promise<void> {
  const first = interpolation === 'previous' ? '-infinity' : formatInstant(pollsFrom);
  const version = integerSql(dataVersion);
  const isOfRange = `between ${integerSql(fromKey)} and ${integerSql(toKey)}`;
  const isInRange = `${holdsAsOf('closure', version)} 
    and ${latestEnd('closure')} >= '${first}' and ${earliestStart('closure')} <= '${formatInstant(asOf + askedAhead)}'`;
  await readCopy(
    client,
    `copy (
       select coalesce(store_key, ${OF_FLEET}), ${ENCODED_CLOSURE} from closure
       where (store_key ${isOfRange} or store_key is null and group_kind is null) and ${isInRange}
       union all
       select store_group.store_key, ${ENCODED_CLOSURE}
       from closure join store_group on store_group.kind = group_kind and store_group.value = group_value
       where closure.store_key is null and closure.group_kind is not null and store_group.store_key ${isOfRange}
         and ${holdsAsOf('store_group', version)} and ${isInRange}
     ) to stdout (format binary)`,
    2,
    ({ view, starts }) => {
      const storeKey = view.getInt32(starts[0]!);
      visit(storeKey === OF_FLEET ? null : storeKey, decodeClosure(view, starts[1]!));
    },
  );
}

/** No store has this key. */
const OF_FLEET = 0;

/** Adds the closures that count for each store. Stores without any of their own share the list of those of the fleet. */
export async function addClosures(
  client: PoolClient,
  range: CalendarRange,
  stores: ReadonlyMap<number, { closures: readonly Closure[] }>,
): Promise<void> {
  const ofStores = new Map<number, Closure[]>();
  const ofFleet: Closure[] = [];
  await readClosures(client, range, (storeKey, closure) => {
    const known = storeKey === null ? ofFleet : ofStores.get(storeKey);
    if (known === undefined) ofStores.set(storeKey!, [closure]);
    else known.push(closure);
  });
  if (ofFleet.length > 0) for (const store of stores.values()) store.closures = ofFleet;
  for (const [storeKey, closures] of ofStores) {
    const store = stores.get(storeKey);
    if (store !== undefined) store.closures = ofFleet.length === 0 ? closures : [...ofFleet, ...closures];
  }
}
