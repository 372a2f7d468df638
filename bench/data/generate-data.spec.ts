import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { parseTimeOfDay } from '../../src/domain/calendar/calendar.js';
import { HOUR, parseInstant } from '../../src/domain/time/instant.js';
import { timeZones } from '../../src/domain/time-zones/time-zone-database.js';
import { generateData, type DataOptions } from './generate-data.js';

const AS_OF = '2023-01-25 18:13:22.479220 UTC';
const OPTIONS: DataOptions = {
  seed: 1,
  stores: 300,
  asOf: parseInstant(AS_OF, 'required') as number,
  days: 2,
  pollsPerDay: 24,
  outageShare: 0.05,
  outageLength: 4 * HOUR,
};

type Rows = [string[], ...string[][]];
type Files = [hours: Rows, polls: Rows, zones: Rows];

let temporary: string;
beforeAll(async () => {
  temporary = await mkdtemp(path.join(tmpdir(), 'storelight-data-'));
});
afterAll(() => rm(temporary, { recursive: true }));

async function generated(name: string, options: Partial<DataOptions> = {}) {
  const folder = path.join(temporary, name);
  const counts = await generateData(folder, { ...OPTIONS, ...options });
  const names = (await readdir(folder)).sort();
  const texts = await Promise.all(names.map((file) => readFile(path.join(folder, file), 'utf8')));
  return { counts, names, texts, records: texts.map((text) => parse(text)) };
}

describe('generated data', () => {
  test('is the same to the byte for the same seed, and other data for another', async () => {
    const [first, again, other] = [await generated('a'), await generated('b'), await generated('c', { seed: 2 })];
    expect(again.texts).toEqual(first.texts);
    first.texts.forEach((text, i) => expect(other.texts[i]).not.toBe(text));
  });

  test('is three files that can be imported row by row', async () => {
    const { names, records } = await generated('d');
    expect(names).toEqual(['menu_hours.csv', 'store_status.csv', 'timezones.csv']);
    const [[hoursHeader, ...hours], [pollsHeader, ...polls], [zonesHeader, ...zones]] = records as Files;
    expect(hoursHeader).toEqual(['store_id', 'day', 'start_time_local', 'end_time_local']);
    expect(pollsHeader).toEqual(['store_id', 'status', 'timestamp_utc']);
    expect(zonesHeader).toEqual(['store_id', 'timezone_str']);
    for (const [id, day, open, close] of hours) {
      expect(id).toMatch(/^\d{1,19}$/);
      expect(day).toMatch(/^[0-6]$/);
      expect([parseTimeOfDay(open!), parseTimeOfDay(close!)]).not.toContain(null);
    }
    for (const [, status, at] of polls) {
      expect(status).toMatch(/^(in)?active$/);
      expect(at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} UTC$/);
      expect(parseInstant(at!, 'required')).toEqual(expect.any(Number));
    }
    for (const [, zone] of zones) expect(timeZones().has(zone!)).toBe(true);
  });

  test('has the requested number of stores and polls, the newest at the as-of instant', async () => {
    const { counts, records } = await generated('e');
    const polls = records[1]!.slice(1);
    expect(counts).toEqual({ stores: 300, polls: 300 * 48 });
    expect(polls).toHaveLength(300 * 48);
    expect(new Set(polls.map(([id]) => id)).size).toBe(300);
    expect(polls.at(-1)![2]).toBe(AS_OF);
  });

  test('has stores of every habit', async () => {
    const { records } = await generated('f');
    const hours = records[0]!.slice(1);
    const zones = records[2]!.slice(1);
    const closings = new Set(hours.map(([, , , close]) => close));
    expect(closings).toContain('23:59:00');
    expect(closings).toContain('23:59:59');
    expect(hours.some(([, , open, close]) => close! < open!)).toBe(true);
    expect(new Set(hours.map(([id, day]) => `${id} ${day}`)).size).toBeLessThan(hours.length);
    expect(new Set(hours.map(([id]) => id)).size).toBeLessThan(300);
    expect(zones.length).toBeLessThan(300);
    expect(zones.length).toBeGreaterThan(270);
  });
});

describe('with stores from a folder', () => {
  const HOURS = 'day,store_id,end_time_local,start_time_local\n0,"7,5",17:00,09:00\n1,two,17:00,09:00\n';
  const ZONES = '\uFEFFstore_id,timezone_str\r\ntwo,Asia/Kolkata\r\nthree,Etc/UTC\r\n';
  const POLLS = 'store_id,status,timestamp_utc\nfour,active,2023-01-22 12:09:39.388884 UTC\n';

  const folderWith = async (name: string, files: Record<string, string>) => {
    const folder = path.join(temporary, name);
    await mkdir(folder);
    for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text);
    return folder;
  };

  test('every store that a file names is polled, and hours and zones are taken over as they are', async () => {
    const hoursFrom = await folderWith('known', { 'a.csv': HOURS, 'b.csv': ZONES, 'c.csv': POLLS, 'notes.txt': '?' });
    const { counts, names, texts, records } = await generated('g', { stores: { hoursFrom } });
    expect(counts.stores).toBe(4);
    expect(names).toEqual(['a.csv', 'b.csv', 'store_status.csv']);
    expect(texts.slice(0, 2)).toEqual([HOURS, ZONES]);
    expect([...new Set(records[2]!.slice(1).map(([id]) => id))].sort()).toEqual(['7,5', 'four', 'three', 'two']);
  });

  test('a folder without stores is refused', async () => {
    const hoursFrom = await folderWith('empty', { 'notes.txt': '?' });
    await expect(generated('h', { stores: { hoursFrom } })).rejects.toThrow('holds no CSV that names a store');
  });

  test('a CSV of another kind is refused', async () => {
    const hoursFrom = await folderWith('strange', { 'a.csv': 'name,price\ntea,2\n' });
    await expect(generated('i', { stores: { hoursFrom } })).rejects.toThrow('a.csv');
  });
});
