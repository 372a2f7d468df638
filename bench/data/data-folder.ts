import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { MINUTE, SECOND, formatInstant, type Instant } from '../../src/domain/time/instant.js';
import type { MadeUpStore } from './made-up-stores.js';
import type { LoggedPoll } from './poll-log.js';

const CHUNK_LENGTH = 1 << 16;

/** Writes `store_status.csv` and returns the number of polls. */
export async function writePolls(
  folder: string,
  storeIds: readonly string[],
  polls: Iterable<LoggedPoll>,
): Promise<number> {
  const ids = storeIds.map((storeId) => stringify([[storeId]], { record_delimiter: '' }));
  const write = timestamps();
  return writeLines(path.join(folder, 'store_status.csv'), 'store_id,status,timestamp_utc', polls, (poll) => {
    return `${ids[poll.store]},${poll.status},${write(poll.at)}`;
  });
}

/** Writes `menu_hours.csv` and returns the number of rows. */
export async function writeHours(folder: string, stores: readonly MadeUpStore[]): Promise<number> {
  const rows = stores.flatMap(({ storeId, hours }) => hours.map((row) => ({ storeId, ...row })));
  const header = 'store_id,day,start_time_local,end_time_local';
  return writeLines(path.join(folder, 'menu_hours.csv'), header, rows, ({ storeId, day, open, close }) =>
    [storeId, day, open, close].join(','),
  );
}

/** Writes `timezones.csv` and returns the number of rows. */
export async function writeTimeZones(folder: string, stores: readonly MadeUpStore[]): Promise<number> {
  const rows = stores.filter(({ timeZone }) => timeZone !== null);
  return writeLines(path.join(folder, 'timezones.csv'), 'store_id,timezone_str', rows, ({ storeId, timeZone }) =>
    [storeId, timeZone].join(','),
  );
}

/** Writes a line for each item, and waits for the disk. Returns the number of items. */
async function writeLines<T>(
  file: string,
  header: string,
  items: Iterable<T>,
  line: (item: T) => string,
): Promise<number> {
  const stream = createWriteStream(file);
  let [chunk, count] = [`${header}\n`, 0];
  for (const item of items) {
    chunk += `${line(item)}\n`;
    count++;
    if (chunk.length < CHUNK_LENGTH) continue;
    if (!stream.write(chunk)) await once(stream, 'drain');
    chunk = '';
  }
  stream.end(chunk);
  await finished(stream);
  return count;
}

/** Formats instants like poll logs: `2023-01-22 12:09:39.388884 UTC`. Fast if consecutive instants are in the same minute. */
function timestamps(): (at: Instant) => string {
  let [minute, prefix] = [NaN, ''];
  return (at) => {
    const sinceMinute = at % MINUTE;
    if (at - sinceMinute !== minute) {
      minute = at - sinceMinute;
      prefix = formatInstant(minute).slice(0, 17).replace('T', ' ');
    }
    const seconds = Math.floor(sinceMinute / SECOND);
    const micros = sinceMinute % SECOND;
    return `${prefix}${String(seconds).padStart(2, '0')}.${String(micros).padStart(6, '0')} UTC`;
  };
}
