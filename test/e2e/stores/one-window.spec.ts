import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, formatInstant, HOUR } from '../../../src/domain/time/instant.js';
import { importText, instant, polls } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const NOW = instant('2024-04-01T00:00:00Z');
const system = useSystem({ clock: () => NOW });
const { http } = system;

const fixture = (name: string) => readFile(`test/fixtures/files/two-instant-window-differs/${name}`);

beforeAll(async () => {
  await system.startWorker();
  await importText(system.database, await fixture('hours.csv'));
  await importText(system.database, await fixture('zones.csv'));
  await http.post('/polls', JSON.parse((await fixture('polls.json')).toString()));
  const alwaysOpen = polls(
    'always,2024-03-04 03:07:11.123457,active',
    'always,2024-03-04 05:31:59.000002,inactive',
    'always,2024-03-04 05:31:59.000003,active',
    'always,2024-03-04 19:00:00.999999,inactive',
  );
  await importText(system.database, alwaysOpen, undefined, NOW);
});

interface Sums {
  readonly open: number;
  readonly up: number;
  readonly down: number;
  readonly unobserved: number;
}

const seconds = ({ openSeconds, uptimeSeconds, downtimeSeconds, unobservedSeconds }: any): Sums => ({
  open: openSeconds,
  up: uptimeSeconds,
  down: downtimeSeconds,
  unobserved: unobservedSeconds,
});

const ask = async (storeId: string, query: Record<string, string | number>, resource = 'uptime') =>
  (await http.get(`/stores/${storeId}/${resource}?${new URLSearchParams(query as Record<string, string>).toString()}`))
    .body;

const inReport = async (storeId: string, asOf: string, window: { from: string; to: string }) => {
  const report = await http.report({ asOf, storeIds: [storeId], windows: [window] });
  const { items } = (await http.get(`/reports/${report.reportId}/rows`)).body;
  return { report, numbers: seconds(Object.values<any>(items[0].windows)[0]) };
};

const W = { from: '2024-03-04T00:00:00Z', to: '2024-03-06T10:00:00Z' };
const AS_OF = '2024-03-07T00:00:00Z';

describe('a window with the same as-of instant', () => {
  it('has the same numbers in a report, in uptime, timeline and outages (26)', async () => {
    const { numbers } = await inReport('oo', AS_OF, W);
    expect(numbers).toEqual({ open: 64_800, up: 36_000, down: 28_800, unobserved: 0 });
    expect(seconds(await ask('oo', { ...W, asOf: AS_OF }))).toEqual(numbers);

    const { segments } = await ask('oo', { ...W, asOf: AS_OF }, 'timeline');
    const length = (state: string) =>
      segments
        .filter((segment: any) => segment.state === state)
        .reduce((sum: number, { from, to }: any) => sum + (Date.parse(to) - Date.parse(from)) / 1_000, 0);
    expect({ up: length('up'), down: length('down') }).toEqual({ up: numbers.up, down: numbers.down });

    const { items } = await ask('oo', { ...W, asOf: AS_OF }, 'outages');
    expect(items.map(({ openSeconds }: any) => openSeconds).sort()).toEqual([21_600, 7_200]);
  });

  it('has by default those of a report made now', async () => {
    const { numbers } = await inReport('oo', 'now', W);
    expect(seconds(await ask('oo', W))).toEqual(numbers);
  });

  it('ends with what was known if that is its end', async () => {
    const { numbers } = await inReport('oo', W.to, W);
    expect(numbers).toEqual({ open: 64_800, up: 36_000, down: 21_600, unobserved: 7_200 });
    expect(seconds(await ask('oo', { ...W, asOf: W.to }))).toEqual(numbers);
  });

  it('has the sum of its parts', async () => {
    const day = { from: '2024-03-04T00:00:00Z', to: '2024-03-05T00:00:00Z' };
    const whole = seconds(await ask('always', day));
    const parts: any[] = [];
    for (let from = instant(day.from); from < instant(day.to); from += HOUR) {
      parts.push(seconds(await ask('always', { from: formatInstant(from), to: formatInstant(from + HOUR) })));
    }
    const micros = (of: any[], key: string) => of.reduce((sum, part) => sum + Math.round(part[key] * 1e6), 0);
    for (const key of Object.keys(whole)) expect(micros(parts, key)).toBe(micros([whole], key));
    const { numbers } = await inReport('always', '2024-03-05T00:00:00Z', {
      from: '2024-03-04T12:00:00Z',
      to: '2024-03-04T14:00:00Z',
    });
    expect(numbers).toMatchObject({ up: 960.000001, down: 6_239.999999 });
  });
});

describe('an old number', () => {
  it('can be explained as it was, by the data version of its report', async () => {
    const { report, numbers } = await inReport('oo', AS_OF, W);
    await http.post('/polls', { storeId: 'oo', at: '2024-03-06T12:00:00Z', status: 'active' });
    await http.send('PUT', '/stores/oo/business-hours', [{ dayOfWeek: 0, open: '00:00', close: '24:00' }]);
    await http.send('PATCH', '/stores/oo', { timeZone: 'Asia/Tokyo' });
    const asked = { ...W, asOf: report.asOf };
    expect(seconds(await ask('oo', asked))).not.toEqual(numbers);
    const old = await ask('oo', { ...asked, dataVersion: report.dataVersion });
    expect(old).toMatchObject({ timeZone: 'Europe/Berlin', dataVersion: report.dataVersion, asOf: report.asOf });
    expect(seconds(old)).toEqual(numbers);
    const { polls: listed } = await ask('oo', { ...asked, dataVersion: report.dataVersion }, 'timeline');
    expect(listed.at(-1)).toMatchObject({ at: '2024-03-06T12:00:00.000000Z', status: 'inactive', counted: true });
  });

  it('of a store that was not known yet is a problem', async () => {
    expect(await http.get(`/stores/always/uptime?from=${W.from}&to=${W.to}&dataVersion=1`)).toMatchObject({
      status: 404,
    });
  });
});

describe('a long timeline', () => {
  it('of a store that is polled every minute comes in pages', async () => {
    const start = instant('2024-02-01T00:00:00Z');
    const rows = Array.from(
      { length: 2_880 },
      (_, minute) =>
        `minutes,${formatInstant(start + minute * 60_000_000)},${minute % 3 === 0 ? 'inactive' : 'active'}`,
    );
    await importText(system.database, polls(...rows), undefined, NOW);
    const query = { from: formatInstant(start), to: formatInstant(start + 2 * DAY) };
    const first = await ask('minutes', query, 'timeline');
    expect(first.polls.length + first.segments.length + first.open.length).toBeLessThanOrEqual(1_000);
    let seen = first.polls.length;
    for (let { nextCursor } = first; nextCursor !== null;) {
      const next = await ask('minutes', { ...query, cursor: nextCursor, limit: 2_000 }, 'timeline');
      seen += next.polls.length;
      nextCursor = next.nextCursor;
    }
    expect(seen).toBe(2_880);
  });
});
