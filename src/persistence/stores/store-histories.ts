import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { parseTimeOfDay, type Calendar, type SpecialHours, type TimeOfDay } from '../../domain/calendar/calendar.js';
import type { Closure } from '../../domain/calendar/closures.js';
import type { SpecialHoursOfGroup } from '../../domain/calendar/special-hours-in-force.js';
import type { Group } from '../../domain/groups/group.js';
import { DAY, formatInstant, type Instant, type Microseconds } from '../../domain/time/instant.js';
import type { Interpolation, Poll } from '../../domain/uptime/interpolation.js';
import { addClosures } from '../calendars/read-closures.js';
import { SpecialHoursDecoder } from '../calendars/encoded-special-hours.js';
import { addSpecialHours, decodeSpecialHours, type ReadSpecialHours } from '../calendars/read-special-hours.js';
import { holdsAsOf } from '../connection/data-version.js';
import { isMemberSql } from '../groups/group-members.js';
import { instantFromSql } from '../connection/instant-type.js';
import { CopyDecoder, fieldOf, integerSql, readCopy, type EncodedField } from '../connection/copy-decoder.js';
import { viewOf } from '../connection/copy-encoder.js';
import { decodePolls, ENCODED_POLL, type PollDecoder } from '../polls/encoded-polls.js';
import { ENCODED_HOURS, EncodedHours } from './encoded-hours.js';

/** A range of store keys, both ends included. */
export interface StoreKeyRange {
  readonly fromKey: number;
  readonly toKey: number;
}

/** Selects stores, the data version to read as of, and the range of polls. */
export interface HistoryQuery extends StoreKeyRange {
  /** Null: every store of the range. */
  readonly storeIds: readonly string[] | null;
  /** Set: only stores that are in this group as of the data version. */
  readonly group?: Group | null;
  readonly dataVersion: number;
  readonly pollsFrom: Instant;
  readonly asOf: Instant;
  /** `previous` also reads the newest poll before `pollsFrom`: see `pollsNeededFrom`. */
  readonly interpolation: Interpolation;
  /** Whether somebody will read why there are special hours; missing: yes. */
  readonly reasonsOfSpecialHours?: boolean;
  /** How long after the as-of instant somebody may ask when the stores open or close; missing: two weeks. */
  readonly askedAhead?: Microseconds;
}

const ASKED_AHEAD = 14 * DAY;

/** Of this process: chunk after chunk of a report has stores with the same hours. */
const encodedHours = new EncodedHours();

/** The data of a store, with its polls as they were asked for. */
export interface KeyedStoreHistory<Polls = readonly Poll[]> extends Calendar {
  /** Those in force. */
  readonly specialHours: readonly SpecialHours[];
  /** Those of its groups, also where its own win over them. */
  readonly specialHoursOfGroups: readonly SpecialHoursOfGroup[];
  readonly closures: readonly Closure[];
  readonly polls: Polls;
  readonly reasons: ReadonlyMap<Instant, string>;
  readonly storeKey: number;
}

/** Reads the histories of a range of stores, ordered by key: see `readHistories`. */
export function readStoreHistories(client: PoolClient, query: HistoryQuery): AsyncGenerator<KeyedStoreHistory> {
  return readHistories(client, query, decodePolls);
}

/**
 * Reads the histories of a range of stores, ordered by key. Polls are streamed, and a store is yielded when its polls are
 * complete, so memory holds the polls of few stores at a time. They are decoded when their store is yielded.
 */
export async function* readHistories<Polls>(
  client: PoolClient,
  query: HistoryQuery,
  decode: PollDecoder<Polls>,
): AsyncGenerator<KeyedStoreHistory<Polls>> {
  const histories = await readWithoutPolls(client, query);
  if (histories.length === 0) return;
  let yielded = 0;
  let current = 0;
  const decoder = new CopyDecoder(2, (row) => {
    const storeKey = row.view.getInt32(row.starts[0]!);
    while (histories[current]!.storeKey !== storeKey) current++;
    histories[current]!.encoded = fieldOf(row, 1);
  });
  const specialHours = new SpecialHoursDecoder(query.reasonsOfSpecialHours ?? true);
  const takeNext = (): KeyedStoreHistory<Polls> => {
    const store = histories[yielded]!;
    yielded++;
    const { encoded, storeKey, timeZone, hours, closures, reasons } = store;
    // So that the polls can be garbage collected after use.
    store.encoded = NO_POLLS;
    const polls = decode(encoded);
    return { storeKey, timeZone, hours, ...decodeSpecialHours(store, specialHours), closures, reasons, polls };
  };
  const storeKeys = histories.map(({ storeKey }) => storeKey);
  for await (const chunk of client.query(copyTo(copyPolls(query, storeKeys)))) {
    decoder.write(chunk as Buffer);
    while (yielded < current) yield takeNext();
  }
  while (yielded < histories.length) yield takeNext();
}

/** A store whose polls and special hours are not decoded yet. */
interface EncodedHistory extends Pick<KeyedStoreHistory, 'storeKey' | 'timeZone' | 'hours'>, ReadSpecialHours {
  closures: readonly Closure[];
  encoded: EncodedField;
  reasons: Map<Instant, string>;
}

const NO_CLOSURES: readonly Closure[] = [];

const NO_REASONS = new Map<Instant, string>();

const NOTHING = Buffer.alloc(0);

const NO_POLLS: EncodedField = { bytes: NOTHING, view: viewOf(NOTHING), from: 0, to: 0 };

async function readWithoutPolls(client: PoolClient, query: HistoryQuery): Promise<EncodedHistory[]> {
  const histories = new Map<number, EncodedHistory>();
  const isLimited = query.storeIds !== null || query.group != null;
  const keys = isLimited ? await readStoreKeys(client, query) : null;
  await readCopy(client, copyStores(query, keys), 3, (row) => {
    const { bytes, view, starts, ends } = row;
    const storeKey = view.getInt32(starts[0]!);
    const timeZone = bytes.toString('utf8', starts[1], ends[1]) || null;
    const hours = encodedHours.decode(fieldOf(row, 2));
    histories.set(storeKey, {
      storeKey,
      timeZone,
      hours,
      ownSpecialHours: null,
      ofGroups: null,
      closures: NO_CLOSURES,
      encoded: NO_POLLS,
      reasons: NO_REASONS,
    });
  });
  const { reasonsOfSpecialHours: withReasons = true } = query;
  const range = { askedAhead: ASKED_AHEAD, withReasons, ...query };
  await addSpecialHours(client, range, histories, cachedTimeOfDayParser());
  for (const [storeKey, at, reason] of await readReasons(client, query)) {
    const history = histories.get(storeKey);
    if (history === undefined) continue;
    if (history.reasons === NO_REASONS) history.reasons = new Map();
    history.reasons.set(instantFromSql(at), reason);
  }
  await addClosures(client, range, histories);
  return [...histories.values()];
}

async function readStoreKeys(client: PoolClient, query: HistoryQuery): Promise<number[]> {
  const { rows } = await client.query<[number]>({
    text: `
      select key from store
      where key between $1 and $2 and store.since_version <= $3 and (deleted_version is null or deleted_version > $3)
        and ($4::text[] is null or external_id = any ($4))
        and ${isMemberSql('$5::text', '$6', '$3::integer')}
      order by key`,
    values: [
      query.fromKey,
      query.toKey,
      query.dataVersion,
      query.storeIds,
      query.group?.kind ?? null,
      query.group?.value ?? null,
    ],
    rowMode: 'array',
  });
  return rows.map(([key]) => key);
}

/** Copies the stores of a range with their zones, empty if unknown, and their hours. `keys` null: all stores of the range. */
function copyStores({ fromKey, toKey, dataVersion }: HistoryQuery, keys: readonly number[] | null): string {
  const version = integerSql(dataVersion);
  const range = `between ${integerSql(fromKey)} and ${integerSql(toKey)}`;
  return `
    copy (
      select key, coalesce(time_zone, ''), coalesce(hours, ''::bytea)
      from store
      left join store_time_zone zone on zone.store_key = key and zone.store_key ${range} and ${holdsAsOf('zone', version)}
      left join (
        select store_key, string_agg(${ENCODED_HOURS}, null) as hours
        from (
          select * from business_hours where store_key ${range} and ${holdsAsOf('business_hours', version)} order by store_key
        ) sorted
        group by store_key
      ) weekly on weekly.store_key = key
      where key ${range} and store.since_version <= ${version} and (deleted_version is null or deleted_version > ${version})
        ${keys === null ? '' : `and key = any (${keysSql(keys)})`}
      order by key
    ) to stdout (format binary)`;
}

/** Reads the reasons of the polls of a range. */
async function readReasons(
  client: PoolClient,
  query: HistoryQuery,
): Promise<[storeKey: number, at: string, reason: string][]> {
  const { fromKey, toKey, dataVersion, pollsFrom, asOf } = query;
  const { rows } = await client.query<[number, string, string]>({
    text: `
      select store_key, at, reason from poll_reason
      where store_key between $1 and $2 and at between $4 and $5 and ${holdsAsOf('poll_reason', '$3')}`,
    values: [fromKey, toKey, dataVersion, formatInstant(pollsFrom), formatInstant(asOf)],
    rowMode: 'array',
  });
  return rows;
}

/**
 * Copies the polls of some stores in binary format, ordered, one row per store: a message with three fields for each poll
 * would cost more than the polls themselves. COPY takes no parameters, so the values, all numbers, are part of the text.
 */
function copyPolls(query: HistoryQuery, storeKeys: readonly number[]): string {
  const version = integerSql(query.dataVersion);
  const from = `timestamptz '${formatInstant(query.pollsFrom)}'`;
  const asOf = `timestamptz '${formatInstant(query.asOf)}'`;
  const holds = `since_version <= ${version} and (until_version is null or until_version > ${version})`;
  const keys = keysSql(storeKeys);
  const inRange = `
    select store_key, at, active from poll
    where store_key between ${integerSql(query.fromKey)} and ${integerSql(query.toKey)}
      ${query.storeIds === null && query.group == null ? '' : `and store_key = any (${keys})`}
      and at >= ${from} and at <= ${asOf} and ${holds}`;
  const earlier = `
    select asked.store_key, found.at, found.active
    from unnest(${keys}) asked (store_key)
    cross join lateral (
      select at, active from poll
      where poll.store_key = asked.store_key and at < ${from} and ${holds}
      union all
      select newest_dropped_poll_at, true from store
      where key = asked.store_key and newest_dropped_poll_at is not null
      order by at desc
      limit 1
    ) found
    union all`;
  return `
    copy (
      select store_key, string_agg(${ENCODED_POLL}, null)
      from (${query.interpolation === 'previous' ? earlier : ''} ${inRange} order by store_key, at) polls
      group by store_key
      order by store_key
    ) to stdout (format binary)`;
}

/** Thousands of stores open at the same few times, so each text is parsed once. */
function cachedTimeOfDayParser(): (text: string) => TimeOfDay {
  const known = new Map<string, TimeOfDay>();
  return (text) => {
    let time = known.get(text);
    if (time === undefined) known.set(text, (time = parseTimeOfDay(text)!));
    return time;
  };
}

function keysSql(keys: readonly number[]): string {
  return `'{${keys.map(integerSql).join()}}'::integer[]`;
}
