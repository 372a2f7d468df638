import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { computeUptime } from '../../src/domain/uptime/uptime.js';
import { HOUR } from '../../src/domain/time/instant.js';
import { formatLocalDate, parseLocalDate } from '../../src/domain/time/local-date.js';
import { StoreRepository } from '../../src/persistence/stores/store.repository.js';
import { importText, instant, rowsOf } from '../support/data/importing.js';
import { useDatabase } from '../support/system/use-database.js';

const on = useDatabase({ maxConnections: 8, perTest: true });

const HEADER = 'store_id,day,start_time_local,end_time_local,valid_from,valid_through';

const importRows = (...rows: string[]) => importText(on.database, [HEADER, ...rows, ''].join('\n'));

const importFixture = async (name: string) =>
  importText(on.database, await readFile(`test/fixtures/files/${name}`), undefined, instant('2024-04-01T00:00:00Z'));

const currentHours = () =>
  rowsOf(
    on.database,
    `select day_of_week, to_char(opens, 'HH24'), to_char(closes, 'HH24'), valid_from::text, valid_through::text
     from business_hours where until_version is null order by valid_from nulls first, day_of_week, opens`,
  );

/** Computes the uptime of a store in the week before an instant, in hours. */
const weekBefore = async (storeId: string, text: string) => {
  const to = instant(text);
  const window = { from: to - 7 * 24 * HOUR, to };
  const history = await new StoreRepository(on.database).history(storeId, {
    pollsFrom: window.from - 24 * HOUR,
    asOf: to,
    interpolation: 'nearest',
  });
  const rule = { interpolation: 'nearest', reach: 24 * HOUR } as const;
  const { up, down, unobserved } = computeUptime(history, [window], to, rule)[0]!;
  return { open: (up + down + unobserved) / HOUR, up: up / HOUR, down: down / HOUR };
};

describe('hours that change from a date on (19)', () => {
  it('leave the weeks before as they were', async () => {
    const folder = 'hours-change-rewrites-past';
    await importFixture(`${folder}/zones.csv`);
    await importFixture(`${folder}/polls.csv`);
    await importFixture(`${folder}/hours-old.csv`);
    const before = await weekBefore('hh', '2024-03-11T00:00:00Z');
    expect(before).toEqual({ open: 56, up: 56, down: 0 });
    expect(await importFixture(`${folder}/hours-new.csv`)).toMatchObject({ inserted: 0, corrected: 7 });
    expect(await weekBefore('hh', '2024-03-11T00:00:00Z')).toEqual(before);
    expect(await weekBefore('hh', '2024-03-18T00:00:00Z')).toMatchObject({ open: 84 });
  });

  it('delivered again change nothing', async () => {
    await importRows('a,0,09:00,17:00,,');
    await importRows('a,0,10:00,18:00,2024-03-11,', 'a,0,11:00,19:00,2024-06-03,2024-06-30');
    const hours = await currentHours();
    expect(hours).toEqual([
      [0, '09', '17', null, '2024-03-10'],
      [0, '10', '18', '2024-03-11', null],
      [0, '11', '19', '2024-06-03', '2024-06-30'],
    ]);
    expect(await importRows('a,0,11:00,19:00,2024-06-03,2024-06-30', 'a,0,10:00,18:00,2024-03-11,')).toMatchObject({
      unchanged: 2,
      dataVersion: null,
    });
    expect(await currentHours()).toEqual(hours);
  });

  it('for a period are those from before again after it', async () => {
    await importRows('a,0,09:00,17:00,,', 'a,1,09:00,17:00,,2024-07-15');
    await importRows('a,0,,,2024-07-01,2024-07-31');
    expect(await currentHours()).toEqual([
      [0, '09', '17', null, '2024-06-30'],
      [1, '09', '17', null, '2024-06-30'],
      [0, null, null, '2024-07-01', '2024-07-31'],
      [0, '09', '17', '2024-08-01', null],
    ]);
  });

  it('without dates replace all periods', async () => {
    await importRows('a,0,09:00,17:00,,2024-03-10', 'a,0,10:00,18:00,2024-03-11,');
    expect(await importRows('a,0,08:00,12:00,,')).toMatchObject({ corrected: 1 });
    expect(await currentHours()).toEqual([[0, '08', '12', null, null]]);
  });

  it.each([
    ['a,0,09:00,17:00,11.03.2024,', 'valid_from "11.03.2024" is not a date such as 2024-03-11'],
    ['a,0,09:00,17:00,,2023-02-29', 'valid_through "2023-02-29" is not a date such as 2024-03-11'],
    ['a,0,09:00,17:00,2024-03-11,2024-03-10', 'valid_through "2024-03-10" is before valid_from'],
    ['a,0,,17:00,,', 'start_time_local "" is not a time of day before 24:00'],
    ['a,0,09:00,,,', 'end_time_local "" is not a time of day from 00:00 to 24:00'],
  ])('as in %j are rejected', async (row, reason) => {
    expect(await importRows(row)).toMatchObject({ rejected: 1, inserted: 0 });
    expect(await rowsOf(on.database, 'select reason from import_reject')).toEqual([[reason]]);
  });

  it('are on each date those of the last file that gives hours for it', async () => {
    const FIRST = parseLocalDate('2024-03-01')!;
    const date = fc.option(fc.integer({ min: 0, max: 30 }), { nil: null });
    const row = fc.record({ open: fc.integer({ min: 0, max: 23 }), from: date, days: date });
    const file = fc.array(row, { minLength: 1, maxLength: 3 });
    const [samples] = fc.sample(
      fc.array(fc.array(file, { minLength: 1, maxLength: 5 }), { minLength: 60, maxLength: 60 }),
      { seed: 11, numRuns: 1 },
    ) as [{ open: number; from: number | null; days: number | null }[][][]];
    const text = (day: number | null) => (day === null ? '' : formatLocalDate(FIRST + day));
    const lastDay = ({ from, days }: { from: number | null; days: number | null }) =>
      days === null ? null : (from ?? 0) + days;
    for (let index = 0; index < 5; index++) {
      const rows = samples.flatMap((files, store) =>
        (files[index] ?? []).flatMap((given) =>
          [0, 1, 2, 3, 4, 5, 6].map(
            (day) => `s${store},${day},${given.open}:00,${given.open}:30,${text(given.from)},${text(lastDay(given))}`,
          ),
        ),
      );
      if (rows.length > 0) expect(await importRows(...rows)).toMatchObject({ rejected: 0 });
    }
    const stored = await rowsOf(
      on.database,
      `select external_id, date - date '2024-03-01', array_agg(distinct extract(hour from opens)::integer order by extract(hour from opens)::integer)
       from business_hours join store on key = store_key,
         lateral (select generate_series(date '2024-02-20', date '2024-05-10', interval '1 day')::date as date) dates
       where until_version is null and extract(isodow from date) - 1 = day_of_week
         and date between coalesce(valid_from, '-infinity') and coalesce(valid_through, 'infinity')
       group by 1, 2`,
    );
    const found = new Map(stored.map(([store, day, opens]) => [`${String(store)} ${String(day)}`, opens]));
    samples.forEach((files, store) => {
      for (let day = -10; day <= 70; day++) {
        const covers = (from: number | null, last: number | null) =>
          (from ?? -Infinity) <= day && day <= (last ?? Infinity);
        const giving = files.findLast((rows) => {
          const first = rows.some(({ from }) => from === null) ? null : Math.min(...rows.map(({ from }) => from!));
          const last = rows.some(({ days }) => days === null)
            ? null
            : Math.max(...rows.map((given) => lastDay(given)!));
          return covers(first, last);
        });
        const opens = (giving ?? []).filter((given) => covers(given.from, lastDay(given))).map(({ open }) => open);
        const expected = [...new Set(opens)].sort((a, b) => a - b);
        expect([store, day, found.get(`s${store} ${day}`) ?? []]).toEqual([store, day, expected]);
      }
    });
  });
});

describe('a day without times (20)', () => {
  it('seven times is a store that is never open', async () => {
    expect(await importFixture('closed-all-week/hours.csv')).toMatchObject({ inserted: 7, rejected: 0 });
    await importFixture('closed-all-week/polls.csv');
    expect(await weekBefore('shut', '2024-03-11T12:00:00Z')).toEqual({ open: 0, up: 0, down: 0 });
  });

  it('adds nothing to a day that has hours', async () => {
    await importRows('a,0,,,,', 'a,0,09:00,17:00,,', 'b,0,closed,CLOSED,,');
    expect(await weekBefore('a', '2024-03-11T12:00:00Z')).toMatchObject({ open: 8 });
    expect(await weekBefore('b', '2024-03-11T12:00:00Z')).toMatchObject({ open: 0 });
  });
});
