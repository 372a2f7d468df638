import { DAY, HOUR, formatInstant, type Instant } from '../../src/domain/time/instant.js';
import { formatLocalDate } from '../../src/domain/time/local-date.js';
import type { Random } from './random.js';

/** The lines of a CSV, the header first. */
export type CsvLines = readonly string[];

const SPECIAL_DATES = 20;

/** The special dates of a store lie among these many, two weeks of them before the newest poll. */
const DATES = 42;
const DATES_BEFORE = 14;

const REASONS = ['Holiday', 'Stocktaking', 'Local feast', ''];

/** Three groups and a value for each store, and a target for every third. */
export function makeUpAttributes(storeIds: readonly string[]): CsvLines {
  const lines = storeIds.map((storeId, store) => {
    const target = store % 3 === 0 ? 95 + (store % 5) : '';
    return `${storeId},region ${store % 50},brand ${store % 7},owner ${store % 413},${target},${store % 300}`;
  });
  return ['store_id,group:region,group:brand,group:owner,target,value_per_hour', ...lines];
}

/** Twenty dates for each store around the newest poll: every fifth closed, the others with hours of their own. */
export function makeUpSpecialHours(storeIds: readonly string[], asOf: Instant, random: Random): CsvLines {
  const lines = storeIds.flatMap((storeId) =>
    datesAround(asOf, random).map((date) => `${storeId},${date},${hoursOf(random)},${random.pick(REASONS)}`),
  );
  return ['store_id,date,start_time_local,end_time_local,reason', ...lines];
}

function datesAround(asOf: Instant, random: Random): string[] {
  const first = Math.floor(asOf / DAY) - DATES_BEFORE;
  const dates = new Set<number>();
  while (dates.size < SPECIAL_DATES) dates.add(first + random.below(DATES));
  return [...dates].map(formatLocalDate);
}

function hoursOf(random: Random): string {
  return random.chance(0.2) ? 'closed,closed' : `${8 + random.below(4)}:00,${15 + random.below(8)}:30`;
}

/** A closure for each store in the week before the newest poll, for one to 24 hours: half of them excused, half closed. */
export function makeUpClosures(storeIds: readonly string[], asOf: Instant, random: Random): CsvLines {
  const lines = storeIds.map((storeId, store) => {
    const from = asOf - random.below(7 * DAY);
    const until = from + (1 + random.below(24)) * HOUR;
    return `${storeId},${formatInstant(from)},${formatInstant(until)},${store % 2 === 0 ? 'excused' : 'closed'}`;
  });
  return ['store_id,from,until,kind', ...lines];
}
