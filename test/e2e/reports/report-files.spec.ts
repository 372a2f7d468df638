import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readExportedCsv } from '../../support/data/exported-csv.js';
import { addKey } from '../../support/data/keys.js';
import { hours, importText, instant, polls, zones } from '../../support/data/importing.js';
import { readWorkbook, type SheetCell } from '../../support/data/read-workbook.js';
import { query } from '../../support/system/query.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

const AS_OF = '2023-02-01T00:00:00Z';
const WINDOWS = ['PT1H', 'P1D', 'last_month', '2023-01-20T00:00:00Z/2023-01-25T00:00:00Z'];
const LONGEST = 'last_month';

/** Texts that a spreadsheet would run as formulas, and one that looks like an escape of XML. */
const IDS = ['+1', '-1', '=1+2', '@x', 'a', 'closed', 'silent', 'x_x0041_<&>"y'];

let report: any;
let rows: any[];

beforeAll(async () => {
  await system.startWorker();
  await importText(
    system.database,
    [
      'store_id,name,group:region,"group:a, b",target,value_per_hour',
      'a,=HYPERLINK(1),west,one,99.5,10.5',
      '-1,-Minus,west,,,0.33',
      '=1+2, Third ,east,=two,100,1000',
      'silent,Silent,,,50,1',
      '',
    ].join('\n'),
  );
  await importText(system.database, zones(...IDS.map((id) => `${quoted(id)},Europe/Berlin`)));
  await importText(system.database, hours('closed,0,09:00,09:01'));
  const minutes = Array.from({ length: 200 }, (_, hour) => Date.parse('2023-01-23T12:00Z') + hour * 3_600_000);
  const flapping = IDS.filter((id) => id !== 'silent').flatMap((id, store) =>
    minutes.map((at, poll) => {
      const time = new Date(at + store * 61_234).toISOString().replace('Z', '567Z');
      return `${quoted(id)},${time},${(poll + store) % (store + 3) === 0 ? 'in' : ''}active`;
    }),
  );
  await importText(system.database, polls(...flapping));
  report = await http.report({ asOf: AS_OF, windows: WINDOWS });
  rows = (await http.get(`/reports/${report.reportId}/rows?limit=1000`)).body.items;
});

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

const path = (file: string) => `/reports/${report.reportId}/${file}`;

async function bytesOf(file: string): Promise<Buffer> {
  const response = await fetch(system.url + path(file));
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

async function keyed(secret: string, file: string): Promise<Buffer> {
  const response = await fetch(system.url + path(file), { headers: { authorization: `Bearer ${secret}` } });
  return Buffer.from(await response.arrayBuffer());
}

/** The groups of stores, by the first store of a key. */
const GROUPS_OF: Record<string, string[]> = {
  a: ['region:west', 'region:(none)', 'a, b:one', 'a, b:(none)'],
  '=1+2': ['region:east', 'a, b:=two'],
};

type Row = Record<string, unknown>;

/** The rows of the CSV. */
async function readCsv(query: string): Promise<Record<string, string>[]> {
  const [header, ...lines] = readExportedCsv((await http.get(path(`csv?${query}`))).text);
  return lines.map((line) => Object.fromEntries(line.map((cell, column) => [header![column]!, cell])));
}

async function readSheet(name: string): Promise<Record<string, SheetCell>[]> {
  const [header, ...lines] = (await readWorkbook(await bytesOf('xlsx'))).get(name)!.rows;
  return lines.map((line) => Object.fromEntries(header!.map((column, c) => [column as string, line[c] ?? null])));
}

const readParquet = async (query = '') => parquetOf(await bytesOf(`parquet${query}`));

async function parquetOf(bytes: Buffer): Promise<Row[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  return (await parquetReadObjects({ file, parsers: { ...RAW_TIMESTAMPS } })) as Row[];
}

/** Dates of JavaScript have no microseconds. */
const RAW_TIMESTAMPS = {
  timestampFromMicroseconds: (micros: bigint) => Number(micros),
  stringFromBytes: (bytes: Uint8Array | undefined) => (bytes === undefined ? bytes : new TextDecoder().decode(bytes)),
};

/** What every column of a store should be, from `GET /reports/{id}/rows`. */
function expectedRow(row: any): Row {
  const expected: Row = {
    store_id: row.storeId,
    name: row.name,
    'group:a, b': row.groups['a, b'] ?? null,
    'group:region': row.groups.region ?? null,
    time_zone_assumed: row.timeZoneAssumed,
    state: row.state,
    target: row.windows.P1D.target,
    value_per_hour: row.valuePerHour,
  };
  for (const name of WINDOWS) {
    const window = row.windows[name];
    const unit = name === 'PT1H' ? 'minutes' : 'hours';
    const rounded = (seconds: number) => Math.round(seconds / (unit === 'hours' ? 36 : 0.6)) / 100;
    Object.assign(expected, {
      [`from_${name}`]: instant(window.from),
      [`to_${name}`]: instant(window.to),
      [`open_${name}_seconds`]: window.openSeconds,
      [`uptime_${name}_seconds`]: window.uptimeSeconds,
      [`downtime_${name}_seconds`]: window.downtimeSeconds,
      [`unobserved_${name}_seconds`]: window.unobservedSeconds,
      [`excused_${name}_seconds`]: window.excusedSeconds,
      [`coverage_${name}`]: window.coverage,
      [`uptime_${name}_percent`]: window.uptimePercent,
      [`outages_${name}`]: window.outages,
      [`longest_outage_${name}_seconds`]: window.longestOutageSeconds,
      [`mean_time_to_repair_${name}_seconds`]: window.meanTimeToRepairSeconds,
      [`mean_time_between_${name}_seconds`]: window.meanTimeBetweenSeconds,
      [`met_${name}`]: window.met,
      [`budget_left_${name}_seconds`]: window.budgetLeftSeconds,
      [`burn_rate_${name}`]: window.burnRate,
      [`lost_value_${name}`]: window.lostValue,
      [`uptime_${name}_${unit}`]: rounded(window.uptimeSeconds),
      [`downtime_${name}_${unit}`]: rounded(window.downtimeSeconds),
    });
  }
  return { ...expected, error: null };
}

describe('the CSV of a report with columns', () => {
  it('has every figure of the rows, exact, in documented columns', async () => {
    const csv = await readCsv('columns=all');
    expect(Object.keys(csv[0]!)).toEqual(Object.keys(expectedRow(rows[0])));
    expect(csv.map((row) => row.store_id)).toEqual(IDS);
    for (const [index, row] of csv.entries()) {
      const expected = Object.entries(expectedRow(rows[index])).map(([name, value]) => {
        if (name.startsWith('from_') || name.startsWith('to_')) {
          return [name, rows[index].windows[name.slice(name.indexOf('_') + 1)][name.slice(0, name.indexOf('_'))]];
        }
        const isRounded = name.endsWith('_hours') || name.endsWith('_minutes');
        if (value === null) return [name, ''];
        return [name, isRounded ? (value as number).toFixed(2) : (value as string | number | boolean).toString()];
      });
      expect(row).toEqual(Object.fromEntries(expected));
    }
  });

  it('has the columns that are asked for, in their order', async () => {
    const columns = 'uptime_P1D_percent,"group:a, b",store_id';
    const { text, headers } = await http.get(path(`csv?columns=${encodeURIComponent(columns)}`));
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toContain(`report-${report.reportId}-columns.csv`);
    expect(text.split('\n')[0]).toBe(columns);
    expect(readExportedCsv(text)[5]).toEqual([String(rows[4].windows.P1D.uptimePercent), 'one', 'a']);
  });

  it('asked for those of the CSV without columns, is the same bytes', async () => {
    const usual = (await http.get(path('csv'))).text;
    expect(usual.split('\n')[0]).toMatch(/^store_id,uptime_PT1H_minutes,uptime_P1D_hours,/);
    const columns = encodeURIComponent(usual.split('\n')[0]!);
    expect((await http.get(path(`csv?columns=${columns}`))).text).toBe(usual);
  });

  it('leaves negative numbers as they are, and guards texts that begin a formula', async () => {
    const { text } = await http.get(path('csv?columns=store_id,name,budget_left_P1D_seconds'));
    const left = rows.find(({ storeId }) => storeId === '=1+2').windows.P1D.budgetLeftSeconds;
    expect(left).toBeLessThan(0);
    expect(text).toContain(`\n'=1+2,Third,${left}\n`);
  });

  it.each([
    ['columns=store_id,nothing', /there is no column "nothing"; there are all, for every column, or store_id, name, /],
    ['columns=store_id,', /there is no column ""/],
    ['columns=store_id,name,store_id', /"store_id" is there twice/],
    ['columns=%22a', /is no list of names with commas between them/],
    ['columns=a%0Ab', /is no list of names with commas between them/],
    ['columns=', /columns/],
    ['group=region:west', /group needs columns, such as columns=all/],
    ['column=all', /"column" is not known here; known are columns, group/],
  ])('is refused for %s', async (query, detail) => {
    expect(await http.get(path(`csv?${query}`))).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(detail) },
    });
  });
});

describe('the workbook of a report', () => {
  it('has the figures of the rows, as numbers, dates and truth values', async () => {
    const sheet = await readSheet('stores');
    expect(sheet).toHaveLength(IDS.length);
    for (const [index, row] of sheet.entries()) {
      const expected = Object.entries(expectedRow(rows[index])).map(([name, value]) => {
        const isInstant = name.startsWith('from_') || name.startsWith('to_');
        return [name, isInstant ? { days: (value as number) / 86_400e6 + 25_569 } : value];
      });
      expect(row).toEqual(Object.fromEntries(expected));
    }
  });

  it('has a sheet for stores, groups and outages, each with a header that stays in view, and no formula', async () => {
    const { headers } = await http.get(path('xlsx'));
    expect(headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="report-${report.reportId}.xlsx"`);
    const workbook = await readWorkbook(await bytesOf('xlsx'));
    expect([...workbook.keys()]).toEqual(['stores', 'groups', 'outages']);
    for (const { xml } of workbook.values()) {
      expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
      expect(xml).not.toMatch(/<f[ >]/);
    }
    expect(workbook.get('stores')!.rows.map(([storeId]) => storeId)).toEqual(['store_id', ...IDS]);
  });

  it('has a row for each group and window, as the summary answers it', async () => {
    const sheet = await readSheet('groups');
    const expected: Row[] = [];
    for (const kind of ['a, b', 'region']) {
      for (const window of WINDOWS) {
        const query = `by=${encodeURIComponent(kind)}&window=${encodeURIComponent(window)}`;
        const { groups } = (await http.get(path(`summary?${query}`))).body;
        for (const { reasons, ...group } of groups) {
          expect(reasons).not.toBe(undefined);
          expected.push({ kind, window, ...group });
        }
      }
    }
    expect(sheet.map(inCamelCase)).toEqual(expected);
    expect(sheet.map(({ kind, value }) => `${kind as string}:${(value as string | null) ?? '(none)'}`)).toContain(
      'a, b:=two',
    );
  });

  it('has every outage of the longest window, with its times as dates', async () => {
    const sheet = await readSheet('outages');
    const { items } = (await http.get(path('outages?limit=1000'))).body;
    const byStore = items.sort((a: any, b: any) => {
      return Buffer.compare(Buffer.from(a.storeId), Buffer.from(b.storeId)) || (a.from < b.from ? -1 : 1);
    });
    expect(items.length).toBeGreaterThan(20);
    const date = (text: string) => ({ days: instant(text) / 86_400e6 + 25_569 });
    expect(sheet.map(inCamelCase)).toEqual(
      byStore.map((outage: any) => ({ ...outage, from: date(outage.from), to: date(outage.to) })),
    );
    for (const row of rows) {
      const { outages, meanTimeToRepairSeconds } = row.windows[LONGEST];
      const own = items.filter(({ storeId }: any) => storeId === row.storeId);
      const ended = own.filter(({ ongoing }: any) => !ongoing);
      const open = ended.reduce((sum: number, { openSeconds }: any) => sum + Math.round(openSeconds * 1e6), 0);
      expect(outages).toBe(own.length);
      expect(meanTimeToRepairSeconds).toBe(ended.length === 0 ? null : Math.floor(open / ended.length) / 1e6);
    }
  });
});

const inCamelCase = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );

describe('the Parquet file of a report', () => {
  it('has the figures of the rows, typed, and times to the microsecond', async () => {
    expect(await readParquet()).toEqual(rows.map(expectedRow));
  });

  it('has one of the tables of the workbook', async () => {
    const parquet = { groups: await readParquet('?table=groups'), outages: await readParquet('?table=outages') };
    expect(parquet.groups).toEqual(await readSheet('groups'));
    const dated = parquet.outages.map(({ from, to, ...rest }) => ({
      ...rest,
      from: { days: (from as number) / 86_400e6 + 25_569 },
      to: { days: (to as number) / 86_400e6 + 25_569 },
    }));
    expect(dated).toEqual(await readSheet('outages'));
  });

  it('has the columns that are asked for, of a group if that is asked for', async () => {
    const found = await readParquet('?columns=store_id,state&group=region:west');
    expect(found).toEqual([
      { store_id: '-1', state: rows[1].state },
      { store_id: 'a', state: rows[4].state },
    ]);
  });

  it.each([
    ['table=polls', /expected one of "stores"\|"groups"\|"outages"/],
    ['table=groups&columns=all', /columns are of the table of stores/],
  ])('is refused for %s', async (query, detail) => {
    expect(await http.get(path(`parquet?${query}`))).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(detail) },
    });
  });
});

describe('the files of a report', () => {
  it('have for a key that is limited to some stores only these, with their groups', async () => {
    for (const limits of [{ stores: ['a', 'silent'] }, { group: { kind: 'region', value: 'east' } }]) {
      const { secret } = await addKey(system.database, { role: 'reader', ...limits });
      const seen = limits.stores ?? ['=1+2'];
      const csv = readExportedCsv((await keyed(secret, 'csv?columns=store_id,group:region')).toString());
      expect(csv.slice(1)).toEqual(seen.map((id) => [id, id === 'a' ? 'west' : id === 'silent' ? '' : 'east']));
      const workbook = await readWorkbook(await keyed(secret, 'xlsx'));
      expect(
        workbook
          .get('stores')!
          .rows.slice(1)
          .map(([id]) => id),
      ).toEqual(seen);
      const outages = workbook
        .get('outages')!
        .rows.slice(1)
        .map(([id]) => id as string);
      expect([...new Set(outages)]).toEqual(seen.filter((id) => id !== 'silent'));
      const values = workbook
        .get('groups')!
        .rows.slice(1)
        .map(([kind, value]) => `${kind as string}:${(value as string | null) ?? '(none)'}`);
      expect(new Set(values)).toEqual(new Set(GROUPS_OF[seen[0]!]));
      expect((await parquetOf(await keyed(secret, 'parquet'))).map((row) => row.store_id)).toEqual(seen);
    }
  });

  it('are refused as a workbook with more rows than Excel takes, not cut; others have every row', async () => {
    const { reportId } = await http.report({ storeIds: ['a', 'closed'] });
    const isFilled = (many: number) => `outages_from = array_fill(1::bigint, array[${many}]),
      outages_to = array_fill(2::bigint, array[${many}]), outages_open_us = array_fill(1::bigint, array[${many}]),
      outages_marks = array_fill(0::smallint, array[${many}])`;
    const fill = (many: number) =>
      query(system.ownerUrl, `update report_row set ${isFilled(many)} where report_id = '${reportId}'`);
    await fill(524_288);
    expect(await http.get(`/reports/${reportId}/xlsx`)).toMatchObject({
      status: 422,
      body: {
        detail: expect.stringMatching(
          /The sheet outages would have 1048576 rows; Excel takes 1048575 under a header. .*group=kind:value/,
        ),
      },
    });
    // More than are read at once.
    await fill(15_000);
    const found = await fetch(`${system.url}/reports/${reportId}/parquet?table=outages`);
    expect(parquetMetadata(await found.arrayBuffer()).num_rows).toBe(30_000n);
  });

  it.each(['csv?columns=all', 'xlsx', 'parquet'])('are the same bytes each time: %s', async (file) => {
    const first = await bytesOf(file);
    await http.send('PATCH', '/stores/a', { name: `Changed ${file}`, groups: { region: 'north' }, target: 1 });
    expect((await bytesOf(file)).equals(first)).toBe(true);
  });

  it.each(['csv?columns=all', 'xlsx', 'parquet'])('exist only for complete reports: %s', async (file) => {
    expect(await http.get(`/reports/4f3a5f1e-7d0c-4a39-9d86-0d5f4f7e9a11/${file}`)).toMatchObject({ status: 404 });
  });
});
