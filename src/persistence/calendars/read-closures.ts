import type { PoolClient } from 'pg';
import type { Closure } from '../../domain/calendar/closures.js';
import { formatInstant, type Instant, type Microseconds } from '../../domain/time/instant.js';
import type { Interpolation } from '../../domain/uptime/interpolation.js';
import { integerSql, readCopy } from '../connection/copy-decoder.js';
import { holdsAsOf } from '../connection/data-version.js';
import { decodeClosure, earliestStart, ENCODED_CLOSURE, latestEnd } from './closure-columns.js';

/** Which closures to read. */
interface ClosureRange {
  readonly fromKey: number;
  readonly toKey: number;
  readonly dataVersion: number;
  readonly pollsFrom: Instant;
  readonly asOf: Instant;
  readonly interpolation: Interpolation;
  readonly askedAhead: Microseconds;
}

/**
 * Reads the closures that the time near the polls depends on, of a range of stores: their own, those of their groups, and, with a
 * key of null, those of the fleet. `previous` may look at a poll of any time before, so it needs all earlier ones.
 */
async function readClosures(
  client: PoolClient,
  { fromKey, toKey, dataVersion, pollsFrom, asOf, interpolation, askedAhead }: ClosureRange,
): Promise<[storeKey: number | null, closure: Closure][]> {
  const first = interpolation === 'previous' ? '-infinity' : formatInstant(pollsFrom);
  const version = integerSql(dataVersion);
  const isOfRange = `between ${integerSql(fromKey)} and ${integerSql(toKey)}`;
  const isInRange = `${holdsAsOf('closure', version)} 
    and ${latestEnd('closure')} >= '${first}' and ${earliestStart('closure')} <= '${formatInstant(asOf + askedAhead)}'`;
  const found: [storeKey: number | null, closure: Closure][] = [];
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
    ({ bytes, starts }) => {
      const storeKey = bytes.readInt32BE(starts[0]);
      found.push([storeKey === OF_FLEET ? null : storeKey, decodeClosure(bytes, starts[1]!)]);
    },
  );
  return found;
}

/** No store has this key. */
const OF_FLEET = 0;

/** Adds the closures that count for each store. Stores without any of their own share the list of those of the fleet. */
export async function addClosures(
  client: PoolClient,
  range: ClosureRange,
  stores: ReadonlyMap<number, { closures: Closure[] }>,
): Promise<void> {
  const found = await readClosures(client, range);
  for (const [storeKey, closure] of found) if (storeKey !== null) stores.get(storeKey)?.closures.push(closure);
  const ofFleet = found.flatMap(([storeKey, closure]) => (storeKey === null ? [closure] : []));
  if (ofFleet.length === 0) return;
  for (const store of stores.values()) {
    store.closures = store.closures.length === 0 ? ofFleet : [...ofFleet, ...store.closures];
  }
}
