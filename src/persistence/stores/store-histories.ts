import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import {
  parseTimeOfDay,
  type BusinessHours,
  type SpecialHours,
  type TimeOfDay,
} from '../../domain/calendar/calendar.js';
import { DAY, formatInstant, type Instant } from '../../domain/time/instant.js';
import { formatLocalDate, type LocalDate } from '../../domain/time/local-date.js';
import type { Interpolation, Poll } from '../../domain/uptime/interpolation.js';
import type { StoreHistory } from '../../domain/uptime/store-history.js';
import { SPECIAL_HOURS_COLUMNS, toSpecialHours, type SpecialHoursColumns } from '../calendars/special-hours.js';
import { ENCODED_POLL, PollDecoder } from '../polls/poll-decoder.js';
import { BUSINESS_HOURS_COLUMNS, toBusinessHours, type BusinessHoursColumns } from './business-hours.js';

/** A range of store keys, both ends included. */
export interface StoreKeyRange {
  readonly fromKey: number;
  readonly toKey: number;
}

/** Selects stores, the data version to read as of, and the range of polls. */
export interface HistoryQuery extends StoreKeyRange {
  /** Null: every store of the range. */
  readonly storeIds: readonly string[] | null;
  readonly dataVersion: number;
  readonly pollsFrom: Instant;
  readonly asOf: Instant;
  /** `previous` also reads the newest poll before `pollsFrom`: see `pollsNeededFrom`. */
  readonly interpolation: Interpolation;
}

export interface KeyedStoreHistory extends StoreHistory {
  readonly specialHours: readonly SpecialHours[];
  readonly storeKey: number;
}

/**
 * Reads the histories of a range of stores, ordered by key. Polls are streamed, and a store is yielded when its polls are
 * complete, so memory holds the polls of few stores at a time.
 */
export async function* readStoreHistories(client: PoolClient, query: HistoryQuery): AsyncGenerator<KeyedStoreHistory> {
  const histories = await readWithoutPolls(client, query);
  if (histories.length === 0) return;
  let yielded = 0;
  let current = 0;
  const decoder = new PollDecoder((storeKey, polls) => {
    while (histories[current]!.storeKey !== storeKey) current++;
    histories[current]!.polls = polls;
  });
  const storeKeys = histories.map(({ storeKey }) => storeKey);
  for await (const chunk of client.query(copyTo(copyPolls(query, storeKeys)))) {
    decoder.write(chunk as Buffer);
    for (; yielded < current; yielded++) yield takeAt(histories, yielded);
  }
  for (; yielded < histories.length; yielded++) yield takeAt(histories, yielded);
}

interface MutableHistory extends KeyedStoreHistory {
  readonly hours: BusinessHours[];
  readonly specialHours: SpecialHours[];
  timeZone: string | null;
  polls: Poll[];
}

/** Removes a history from the list, so that it can be garbage collected after use. */
function takeAt(histories: MutableHistory[], index: number): KeyedStoreHistory {
  const history = histories[index]!;
  histories[index] = { ...history, hours: [], specialHours: [], polls: [] };
  return history;
}

async function readWithoutPolls(client: PoolClient, query: HistoryQuery): Promise<MutableHistory[]> {
  const histories = new Map<number, MutableHistory>();
  for (const storeKey of await readStoreKeys(client, query)) {
    histories.set(storeKey, { storeKey, hours: [], specialHours: [], timeZone: null, polls: [] });
  }
  for (const [storeKey, timeZone] of await readTimeZones(client, query)) {
    const history = histories.get(storeKey);
    if (history !== undefined) history.timeZone = timeZone;
  }
  const timeOfDay = cachedTimeOfDayParser();
  for (const [storeKey, ...columns] of await readBusinessHours(client, query)) {
    histories.get(storeKey)?.hours.push(toBusinessHours(columns, timeOfDay));
  }
  for (const [storeKey, ...columns] of await readSpecialHours(client, query)) {
    histories.get(storeKey)?.specialHours.push(toSpecialHours(columns, timeOfDay));
  }
  return [...histories.values()];
}

/** Whether a versioned row holds as of data version $3. */
const AS_OF_VERSION = 'since_version <= $3 and (until_version is null or until_version > $3)';

async function readStoreKeys(client: PoolClient, query: HistoryQuery): Promise<number[]> {
  const { rows } = await client.query<[number]>({
    text: `
      select key from store
      where key between $1 and $2 and since_version <= $3 and (deleted_version is null or deleted_version > $3)
        and ($4::text[] is null or external_id = any ($4))
      order by key`,
    values: [query.fromKey, query.toKey, query.dataVersion, query.storeIds],
    rowMode: 'array',
  });
  return rows.map(([key]) => key);
}

async function readTimeZones(client: PoolClient, query: HistoryQuery): Promise<[number, string][]> {
  const { rows } = await client.query<[number, string]>({
    text: `select store_key, time_zone from store_time_zone where store_key between $1 and $2 and ${AS_OF_VERSION}`,
    values: [query.fromKey, query.toKey, query.dataVersion],
    rowMode: 'array',
  });
  return rows;
}

async function readBusinessHours(
  client: PoolClient,
  query: HistoryQuery,
): Promise<[storeKey: number, ...BusinessHoursColumns][]> {
  const { rows } = await client.query<[number, ...BusinessHoursColumns]>({
    text: `
      select store_key, ${BUSINESS_HOURS_COLUMNS} from business_hours
      where store_key between $1 and $2 and ${AS_OF_VERSION}`,
    values: [query.fromKey, query.toKey, query.dataVersion],
    rowMode: 'array',
  });
  return rows;
}

/** An interval may begin a day before the local date of an instant, which is at most two days from the UTC date. */
const DAYS_BEFORE = 4;

/** How long after the as-of instant somebody may ask when a store closes, and then a few days for the local date. */
const DAYS_AFTER = 14;

/**
 * Reads the special hours that the open time near the polls depends on. `previous` may look at a poll of any time before, so
 * it needs them all.
 */
async function readSpecialHours(
  client: PoolClient,
  query: HistoryQuery,
): Promise<[storeKey: number, ...SpecialHoursColumns][]> {
  const { fromKey, toKey, dataVersion, pollsFrom, asOf, interpolation } = query;
  const first = interpolation === 'previous' ? '-infinity' : formatLocalDate(localDateNear(pollsFrom) - DAYS_BEFORE);
  const { rows } = await client.query<[number, ...SpecialHoursColumns]>({
    text: `
      select store_key, ${SPECIAL_HOURS_COLUMNS} from special_hours
      where store_key between $1 and $2 and ${AS_OF_VERSION} and date between $4 and $5
      order by store_key, date`,
    values: [fromKey, toKey, dataVersion, first, formatLocalDate(localDateNear(asOf) + DAYS_AFTER)],
    rowMode: 'array',
  });
  return rows;
}

/** The UTC date of an instant: at most two days from the local one. */
function localDateNear(instant: Instant): LocalDate {
  return Math.floor(instant / DAY);
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
  const keys = `'{${storeKeys.map(integerSql).join()}}'::integer[]`;
  const inRange = `
    select store_key, at, active from poll
    where store_key between ${integerSql(query.fromKey)} and ${integerSql(query.toKey)}
      ${query.storeIds === null ? '' : `and store_key = any (${keys})`}
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
      select store_key, string_agg(${ENCODED_POLL}, ''::bytea order by at)
      from (${query.interpolation === 'previous' ? earlier : ''} ${inRange}) polls
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

function integerSql(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number`);
  return String(value);
}
