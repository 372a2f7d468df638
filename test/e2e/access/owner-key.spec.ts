import { once } from 'node:events';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { formatInstant, HOUR } from '../../../src/domain/time/instant.js';
import { httpClient, type HttpClient } from '../../support/client/http.js';
import { importEnd } from '../../support/client/upload.js';
import { OwnerView } from '../../support/client/owner-view.js';
import { hours, importText, instant, NOW, polls, zones, specialHours } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem, type UsedSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const AS_OF = '2023-01-25T00:00:00Z';
const EARLIER = '2023-01-24T00:00:00Z';

/** A clock that never shows an instant twice, so that lists by time have one order. */
const ticking = () => {
  let ticks = 0;
  return () => NOW + ticks++;
};

/** Has the data of all owners. */
const mixed = useSystem({ clock: ticking() });
/** Has the data of one owner alone. */
const alone = useSystem({ clock: ticking() });

beforeAll(async () => {
  await Promise.all([mixed.startWorker(), alone.startWorker()]);
});

type Kind = 'polls' | 'hours' | 'zones' | 'special';

interface Row {
  readonly isOwn: boolean;
  /** The number of the store. */
  readonly store: number;
  readonly text: string;
}

interface Delivery {
  readonly kind: Kind;
  readonly rows: readonly Row[];
}

const minutesBefore = fc.integer({ min: 0, max: 8 * 24 * 60 });

const ROW: Record<Kind, fc.Arbitrary<string>> = {
  polls: fc
    .tuple(minutesBefore, fc.constantFrom('active', 'inactive'))
    .map(([minutes, status]) => `${formatInstant(instant(AS_OF) - (minutes * HOUR) / 60)},${status}`),
  hours: fc
    .tuple(fc.nat(6), fc.constantFrom('00:00:00,24:00:00', '09:00,17:00', '22:00,02:00'))
    .map((row) => row.join()),
  zones: fc.constantFrom('Asia/Tokyo', 'America/Denver', 'Europe/London', 'Nowhere/None'),
  special: fc
    .tuple(fc.integer({ min: 18, max: 25 }), fc.constantFrom(',', '10:00,14:00', '20:00,02:00', 'noon,late'))
    .map(([day, times]) => `2023-01-${day},${times}`),
};

const delivery: fc.Arbitrary<Delivery> = fc
  .constantFrom<Kind>('polls', 'polls', 'hours', 'zones', 'special')
  .chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      rows: fc.array(fc.record({ isOwn: fc.boolean(), store: fc.nat(2), text: ROW[kind] }), {
        minLength: 1,
        maxLength: 12,
      }),
    }),
  );

/** At first, at least a poll of each side, so that there is something to report on. */
const deliveries = fc.tuple(fc.array(delivery, { maxLength: 5 }), fc.array(delivery, { maxLength: 3 }));

const HEADERS = { polls, hours, zones, special: specialHours };
const nameOf = (run: number, { isOwn, store }: Pick<Row, 'isOwn' | 'store'>) =>
  `${isOwn ? 'own' : 'foreign'}-${run}-${store}`;

function textOf(run: number, { kind, rows }: Delivery, has: (row: Row) => boolean): string {
  return HEADERS[kind](...rows.filter(has).map((row) => `${nameOf(run, row)},${row.text}`));
}

/** Everything that a key of one owner can ask, for two reports of others and two of its own. */
async function lookAround(
  system: UsedSystem,
  secret: string,
  run: number,
  later: () => Promise<void>,
  upload: string,
): Promise<OwnerView> {
  const admin = system.http;
  const own = [0, 1, 2].map((store) => nameOf(run, { isOwn: true, store }));
  const foreign = nameOf(run, { isOwn: false, store: 0 });
  const view = new OwnerView(httpClient(system.url, secret));
  const known = (await admin.get('/stores?limit=1000')).body.items.map(({ storeId }: any) => storeId as string);
  const listed = [...own, foreign].filter((storeId) => known.includes(storeId));
  const reports: string[] = [];
  for (const request of [{ asOf: AS_OF }, { asOf: EARLIER }, { asOf: AS_OF, storeIds: listed }]) {
    reports.push((await admin.report(request)).reportId);
  }
  for (const request of [{ asOf: AS_OF }, { asOf: AS_OF, storeIds: [own[0]!] }, { asOf: AS_OF, storeIds: [foreign] }]) {
    const { reportId } = await view.ask('POST', '/reports', request);
    if (reportId === undefined) continue;
    await admin.waitUntilEnded(reportId);
    reports.push(reportId);
  }
  await later();

  for (const storeId of [...own, foreign]) {
    const url = `/stores/${storeId}`;
    await view.ask('GET', url);
    await view.ask('GET', `${url}/business-hours`);
    await view.ask('GET', `${url}/special-hours?from=2023-01-01&to=2023-12-31`);
    await view.ask('GET', `/closures?storeId=${storeId}`);
    await view.ask('GET', `${url}/days?asOf=${AS_OF}`);
    for (const part of ['uptime', 'timeline', 'outages', 'hours-of-week']) {
      await view.ask('GET', `${url}/${part}?from=${EARLIER}&to=${AS_OF}&asOf=${AS_OF}`);
    }
  }
  for (const storeId of [own[0]!, foreign]) {
    const preview = `/stores/${storeId}/uptime/preview?from=${EARLIER}&to=${AS_OF}&asOf=${AS_OF}`;
    await view.ask('POST', preview, { timeZone: 'Asia/Tokyo' });
  }
  for (const reportId of reports) {
    const url = `/reports/${reportId}`;
    await view.ask('GET', url);
    await view.askAll(`${url}/rows?sort=last_day.uptimeSeconds`);
    await view.ask('GET', `${url}/summary`);
    for (const text of ['own', 'foreign']) await view.askAll(`${url}/rows?search=${text}`);
    await view.askAll(`${url}/outages`);
    await view.askAll(`${url}/diff?against=${reports[1]}`);
    for (const storeId of [own[0]!, foreign]) await view.ask('GET', `${url}/rows?storeId=${storeId}`);
    await view.ask('GET', `${url}/rows?format=csv`);
    await view.ask('GET', `${url}/csv`);
    await view.ask('GET', `${url}/csv`, undefined, { range: 'bytes=5-20' });
    for (const file of ['csv?columns=all', 'xlsx', 'parquet', 'parquet?table=outages', 'parquet?table=groups']) {
      await view.ask('GET', `${url}/${file}`);
    }
    await view.ask('GET', `/get_report?report_id=${reportId}`);
  }
  const remade = await view.ask('POST', `/reports/${reports[0]}/remake`);
  await admin.waitUntilEnded(remade.reportId);
  await view.ask('GET', `/reports/${remade.reportId}/csv`);
  await view.askAll('/reports');
  await view.ask('GET', '/reports/trend?window=last_day');
  await view.askAll('/stores');
  await view.askAll('/imports');

  const patch = { timeZone: 'UTC' };
  await view.ask('PATCH', `/stores/${foreign}`, patch);
  await view.ask('PUT', `/stores/${foreign}/business-hours`, []);
  await view.ask('PUT', `/stores/${foreign}/special-hours?from=2023-01-01&to=2023-12-31`, []);
  await view.ask('POST', `/stores/${foreign}/special-hours`, { holiday_hours: { '2023-12-25': {} } });
  await view.ask('PUT', `/stores/${foreign}/special-hours/2023-12-25`, { closed: true });
  await view.ask('DELETE', `/stores/${foreign}/special-hours/2023-12-25`);
  const ofGroup = '/groups/region/foreign/special-hours';
  await view.ask('GET', `${ofGroup}?from=2023-01-01&to=2023-12-31`);
  await view.ask('PUT', `${ofGroup}?from=2023-01-01&to=2023-12-31`, []);
  await view.ask('POST', ofGroup, { holiday_hours: { '2023-12-25': {} } });
  await view.ask('PUT', `${ofGroup}/2023-12-25`, { closed: true });
  await view.ask('DELETE', `${ofGroup}/2023-12-25`);
  await view.ask('DELETE', `/stores/${foreign}`);
  await view.ask('POST', '/stores', { storeId: foreign });
  await view.ask('POST', `/store/${foreign}/trigger_report`);
  await view.ask(
    'POST',
    '/polls',
    [own[0]!, foreign].map((storeId) => ({ storeId, at: EARLIER, status: 'active' })),
  );
  const { importId } = await uploadAs(view, upload);
  await waitFor('the import to end', async () => (await admin.get(`/imports/${importId}`)).body.status !== 'Running');
  await view.ask('GET', `/imports/${importId}`);
  await view.ask('GET', `/imports/${importId}/rejects`);
  await view.askAll('/imports');
  await view.askAll('/stores');
  return view;
}

async function uploadAs(view: OwnerView, text: string): Promise<any> {
  const body =
    '--x\r\ncontent-disposition: form-data; name="file"; filename="rows.csv"\r\n\r\n' + `${text}\r\n--x--\r\n`;
  return view.ask('POST', '/imports', body, { 'content-type': 'multipart/form-data; boundary=x' });
}

describe('a key that is limited to stores', () => {
  it('sees the same answers as if the data had no other stores, and nothing of theirs', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(deliveries, delivery, async ([before, after], uploaded) => {
        run++;
        const ofRun = run;
        const first: Delivery = {
          kind: 'polls',
          rows: [true, false].map((isOwn) => ({ isOwn, store: 0, text: `2023-01-20 12:00:00 UTC,active` })),
        };
        const deliver = async (system: UsedSystem, list: readonly Delivery[], has: (row: Row) => boolean) => {
          for (const one of list) {
            if (one.rows.some(has)) await importText(system.database, textOf(ofRun, one, has));
          }
        };
        const stores = [0, 1, 2].map((store) => nameOf(ofRun, { isOwn: true, store }));
        // What is uploaded holds rows of others in both: those are not the owner's to deliver.
        const upload = textOf(ofRun, uploaded, () => true);
        const look = async (system: UsedSystem, has: (row: Row) => boolean): Promise<OwnerView> => {
          await deliver(system, [first, ...before], has);
          const { secret } = await addKey(system.database, { role: 'operator', stores });
          return lookAround(system, secret, ofRun, () => deliver(system, after, has), upload);
        };
        const [all, own] = await Promise.all([look(mixed, () => true), look(alone, ({ isOwn }) => isOwn)]);
        expect(all.seen).toEqual(own.seen);
        const foreign = all.texts.filter((text) => text.includes('foreign-'));
        // Only what the request itself names comes back.
        for (const text of foreign) expect(text.replaceAll(`foreign-${ofRun}-`, '')).not.toContain('foreign-');
      }),
      // One run takes ten seconds, so a failure is told as it was found.
      { numRuns: 6, endOnFailure: true },
    );
  }, 300_000);

  describe('of a report on more stores', () => {
    let owner: HttpClient;
    let secret: string;
    let shared: any;

    beforeAll(async () => {
      await importText(
        mixed.database,
        polls(...['mine', 'yours', 'theirs'].map((store) => `${store},2023-01-24 12:00 UTC,active`)),
      );
      ({ secret } = await addKey(mixed.database, { role: 'operator', stores: ['mine', 'not-yet'] }));
      owner = httpClient(mixed.url, secret);
      shared = await mixed.http.report({ asOf: AS_OF });
    });

    it('sees its own row in the CSV, with an ETag of its own', async () => {
      const { status, text, headers } = await owner.get(`/reports/${shared.reportId}/csv`);
      expect(status).toBe(200);
      expect(text).toMatch(/^store_id,.*\nmine,.*\n$/);
      expect(headers.get('etag')).toBe(`"${(await owner.get(`/reports/${shared.reportId}`)).body.csv.sha256}"`);
      expect(headers.get('etag')).not.toBe(`"${shared.csv.sha256}"`);
      const part = await owner.get(`/reports/${shared.reportId}/csv`, { range: 'bytes=0-7' });
      expect([part.status, part.text]).toEqual([206, 'store_id']);
    });

    it('may neither cancel nor retry it', async () => {
      for (const change of ['cancel', 'retry']) {
        expect((await owner.post(`/reports/${shared.reportId}/${change}`)).status).toBe(403);
      }
    });

    it('remakes it on its own stores', async () => {
      const { status, body } = await owner.post(`/reports/${shared.reportId}/remake`);
      expect(status).toBe(202);
      const remade = await mixed.http.waitUntilEnded(body.reportId);
      expect(remade.request.storeIds).toEqual(['mine']);
      expect(remade.csv.sha256).toBe((await owner.get(`/reports/${shared.reportId}`)).body.csv.sha256);
    });

    it('follows it over a WebSocket without the counts of others', async () => {
      const url = `${mixed.url.replace('http', 'ws')}/ws/reports/${await mixed.http.trigger({ asOf: AS_OF })}`;
      const socket = new WebSocket(url, { headers: { authorization: `Bearer ${secret}` } });
      const events: any[] = [];
      socket.on('message', (data: Buffer) => events.push(JSON.parse(data.toString())));
      await once(socket, 'close');
      expect(events.at(-1)).toMatchObject({
        status: 'Complete',
        progress: { storesDone: 1, storesTotal: 1 },
        csv: { rows: 1 },
      });
      for (const { progress } of events) {
        expect(progress.storesDone).toBeLessThanOrEqual(1);
        expect([null, 1]).toContain(progress.storesTotal);
      }
    });

    it('does not see one on other stores at all', async () => {
      const { reportId } = await mixed.http.report({ asOf: AS_OF, storeIds: ['yours'] });
      for (const part of ['', '/rows', '/csv', '/csv?columns=all', '/xlsx', '/parquet', '/outages']) {
        expect((await owner.get(`/reports/${reportId}${part}`)).status).toBe(404);
      }
      const { body } = await owner.get('/reports?limit=100');
      expect(body.items.map((report: any) => report.reportId)).not.toContain(reportId);
    });
  });

  it('does not meet the Idempotency-Key of others', async () => {
    const { secret } = await addKey(mixed.database, { role: 'operator', stores: ['mine'] });
    const key = { 'idempotency-key': 'of the day' };
    const theirs = await mixed.http.post('/reports', { asOf: AS_OF }, key);
    const own = await httpClient(mixed.url, secret).post('/reports', { asOf: AS_OF }, key);
    const again = await httpClient(mixed.url, secret).post('/reports', { asOf: AS_OF }, key);
    expect([own.status, again.body.reportId]).toEqual([202, own.body.reportId]);
    expect(own.body.reportId).not.toBe(theirs.body.reportId);
  });

  it('has nothing to report on while none of its stores is known', async () => {
    const { secret } = await addKey(mixed.database, { role: 'operator', stores: ['not-yet'] });
    const { status, body } = await httpClient(mixed.url, secret).post('/reports', {});
    expect([status, body.detail]).toEqual([
      422,
      'None of the stores that your key is limited to is known yet, so there is nothing to report on.',
    ]);
  });

  it('uploads many files, also if its list of stores is long', async () => {
    const stores = Array.from({ length: 1_000 }, (_, n) => `${n} ${'x'.repeat(100)}`);
    const { secret } = await addKey(mixed.database, { role: 'ingest', stores });
    const parts = stores.slice(0, 30).map((store, n) => {
      const header = `content-disposition: form-data; name="file"; filename="part-${n}.csv"`;
      return `--x\r\n${header}\r\n\r\n${polls(`${store},${EARLIER},active`)}\r\n`;
    });
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const { status, body } = await httpClient(mixed.url, secret).send(
      'POST',
      '/imports',
      `${parts.join('')}--x--\r\n`,
      headers,
    );
    expect(status).toBe(202);
    for (const { importId } of body.imports) {
      const imported = await importEnd(mixed.url, importId);
      expect(imported).toMatchObject({ status: 'Complete', inserted: 1, rejected: 0 });
    }
  });

  it('adds and deletes its own stores', async () => {
    const { secret } = await addKey(mixed.database, { role: 'operator', stores: ['new-one'] });
    const owner = httpClient(mixed.url, secret);
    expect((await owner.post('/stores', { storeId: 'new-one' })).status).toBe(201);
    expect((await owner.send('DELETE', '/stores/new-one')).status).toBe(204);
  });
});
