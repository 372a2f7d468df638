import { beforeAll, describe, expect, it } from '@jest/globals';
import { importText, polls, rowsOf } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

beforeAll(async () => {
  await system.startWorker();
});

const versions = async () =>
  (await rowsOf(system.database, 'select count(*)::integer from data_version'))[0]![0] as number;
const put = (storeId: string, hours: unknown, headers?: Record<string, string>) =>
  http.send('PUT', `/stores/${encodeURIComponent(storeId)}/business-hours`, hours, headers);
const hoursOf = (storeId: string) => http.get(`/stores/${encodeURIComponent(storeId)}/business-hours`);
const day = (dayOfWeek: number, open: string, close: string) => ({ dayOfWeek, open, close });

describe('a store that is added by hand', () => {
  it('has its zone and hours, as one data version', async () => {
    const before = await versions();
    const answer = await http.post('/stores', {
      storeId: 'new/store 1',
      timeZone: 'Asia/Kathmandu',
      businessHours: [day(1, '9:00', '17:30'), day(0, '09:00', '24:00'), day(1, '09:00', '17:30:00')],
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        storeId: 'new/store 1',
        timeZone: 'Asia/Kathmandu',
        timeZoneAssumed: false,
        alwaysOpen: false,
        newestPoll: null,
      },
    });
    expect(answer.headers.get('location')).toBe('/stores/new%2Fstore%201');
    expect((await http.get(answer.headers.get('location')!)).body).toEqual(answer.body);
    expect((await hoursOf('new/store 1')).body).toEqual([day(0, '09:00', '24:00'), day(1, '09:00', '17:30')]);
    expect(await versions()).toBe(before + 1);
  });

  it('needs only an id', async () => {
    expect(await http.post('/stores', { storeId: 'bare' })).toMatchObject({
      status: 201,
      body: { timeZone: 'America/Chicago', timeZoneAssumed: true, alwaysOpen: true },
    });
  });

  it('is refused if it is known already', async () => {
    expect(await http.post('/stores', { storeId: 'bare' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/There is a store "bare" already/) },
    });
  });

  it('has its URL in Location, however long and unusual its id is', async () => {
    for (const storeId of ['店'.repeat(255), '%2F', ' a?b#c ', '\u{1F600}/..']) {
      const { headers } = await http.post('/stores', { storeId });
      expect((await http.get(headers.get('location')!)).body).toMatchObject({ storeId });
      expect((await http.get(`${headers.get('location')!}/business-hours`)).body).toEqual([]);
    }
  });

  it('is added once by many requests at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => http.post('/stores', { storeId: 'ten' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
  });
});

describe('the time zone of a store', () => {
  it('is set, set again without a data version, and removed', async () => {
    await http.post('/stores', { storeId: 'zoned' });
    const before = await versions();
    const set = (timeZone: string | null) => http.send('PATCH', '/stores/zoned', { timeZone });
    expect(await set('Asia/Tokyo')).toMatchObject({ status: 200, body: { timeZone: 'Asia/Tokyo' } });
    expect(await set('Asia/Tokyo')).toMatchObject({ status: 200 });
    expect(await versions()).toBe(before + 1);
    expect(await set('UTC')).toMatchObject({ body: { timeZone: 'UTC' } });
    expect(await set(null)).toMatchObject({ body: { timeZone: 'America/Chicago', timeZoneAssumed: true } });
    expect(await versions()).toBe(before + 3);
  });

  it('set by ten requests at once is set by one after the other', async () => {
    await http.post('/stores', { storeId: 'disputed' });
    const zones = Array.from({ length: 10 }, (_, i) => `Etc/GMT+${i + 1}`);
    const answers = await Promise.all(zones.map((timeZone) => http.send('PATCH', '/stores/disputed', { timeZone })));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const rows = await rowsOf(
      system.database,
      `select time_zone, zone.since_version, until_version from store_time_zone zone join store on key = store_key
       where external_id = 'disputed' order by 2`,
    );
    expect(rows.map(([zone]) => zone).sort()).toEqual(zones.sort());
    rows.forEach(([, , until], index) => expect(until).toBe(rows[index + 1]?.[1] ?? null));
  });
});

describe('the hours of a store', () => {
  it('are replaced as a whole; what stays the same stays', async () => {
    await http.post('/stores', { storeId: 'h', businessHours: [day(0, '09:00', '12:00'), day(1, '09:00', '12:00')] });
    const answer = await put('h', [day(1, '09:00', '12:00'), day(2, '22:00', '02:00'), day(2, '22:00', '02:00')]);
    expect(answer).toMatchObject({ status: 200, body: [day(1, '09:00', '12:00'), day(2, '22:00', '02:00')] });
    expect(
      await rowsOf(
        system.database,
        `select day_of_week, until_version is null from business_hours join store on key = store_key
         where external_id = 'h' order by day_of_week`,
      ),
    ).toEqual([
      [0, false],
      [1, true],
      [2, true],
    ]);
  });

  it('may apply from a date or through one, and say that a day is closed (19, 20)', async () => {
    const rows = [
      { ...day(0, '09:00', '17:00'), validThrough: '2024-03-10' },
      { ...day(0, '09:00', '21:00'), validFrom: '2024-03-11', validThrough: '2024-12-31' },
      { dayOfWeek: 1, closed: true, validFrom: '2024-03-11' },
    ];
    await http.post('/stores', { storeId: 'dated', businessHours: rows });
    const { body, headers } = await hoursOf('dated');
    expect(body).toEqual(rows);
    const changed = [rows[1], { dayOfWeek: 2, closed: true }];
    const answer = await put('dated', changed, { 'if-match': headers.get('etag')! });
    expect(answer).toMatchObject({ status: 200, body: [changed[1], changed[0]] });
    expect((await hoursOf('dated')).body).toEqual(answer.body);
    const before = await versions();
    expect((await put('dated', changed)).headers.get('etag')).toBe(answer.headers.get('etag'));
    expect(await versions()).toBe(before);
  });

  it('closed on a day make the store one that is not always open', async () => {
    await http.post('/stores', { storeId: 'shut', businessHours: [{ dayOfWeek: 0, closed: true }] });
    expect((await http.get('/stores/shut')).body).toMatchObject({ alwaysOpen: false });
    const week = 'from=2023-01-22T00:00:00Z&to=2023-01-29T00:00:00Z';
    expect((await http.get(`/stores/shut/uptime?${week}`)).body).toMatchObject({ openSeconds: 0, coverage: null });
  });

  it('are ordered, and formatted as short as is exact', async () => {
    await http.post('/stores', { storeId: 'exact' });
    const answer = await put('exact', [
      day(6, '23:59:59.999999', '24:00:00'),
      day(0, '9:00:00.5', '17:30:15'),
      day(0, '00:00:00.000000', '0:00'),
      day(0, '08:00', '12:00'),
    ]);
    expect(answer.body).toEqual([
      day(0, '00:00', '00:00'),
      day(0, '08:00', '12:00'),
      day(0, '09:00:00.500000', '17:30:15'),
      day(6, '23:59:59.999999', '24:00'),
    ]);
    expect((await hoursOf('exact')).body).toEqual(answer.body);
    expect((await put('exact', answer.body)).headers.get('etag')).toBe(answer.headers.get('etag'));
  });

  it('are not sent to a client that has them', async () => {
    const etag = (await hoursOf('exact')).headers.get('etag')!;
    const status = async (known: string) =>
      (await http.get('/stores/exact/business-hours', { 'if-none-match': known })).status;
    expect(await status(`"x", ${etag}`)).toBe(304);
    expect(await status(`W/${etag}`)).toBe(304);
    expect(await status('*')).toBe(304);
    expect(await status('"x"')).toBe(200);
  });

  it('have an ETag that changes with them and only with them', async () => {
    const first = await hoursOf('h');
    const etag = first.headers.get('etag')!;
    expect(await http.get('/stores/h/business-hours', { 'if-none-match': etag })).toMatchObject({
      status: 304,
      text: '',
    });
    const before = await versions();
    expect((await put('h', first.body)).headers.get('etag')).toBe(etag);
    expect(await versions()).toBe(before);
    const changed = await put('h', [day(3, '10:00', '11:00')]);
    expect(changed.headers.get('etag')).not.toBe(etag);
    expect((await hoursOf('h')).headers.get('etag')).toBe(changed.headers.get('etag'));
    expect((await put('h', first.body)).headers.get('etag')).toBe(etag);
  });

  it('are replaced only if they are those that If-Match names', async () => {
    const { headers } = await hoursOf('h');
    expect(await put('h', [day(4, '10:00', '11:00')], { 'if-match': '"something else"' })).toMatchObject({
      status: 412,
      body: { detail: expect.stringMatching(/no longer those that If-Match names/) },
    });
    const etag = headers.get('etag')!;
    expect((await put('h', [day(4, '10:00', '11:00')], { 'if-match': `"x", ${etag}` })).status).toBe(200);
    expect((await put('h', [], { 'if-match': etag })).status).toBe(412);
    const weak = `W/${(await hoursOf('h')).headers.get('etag')}`;
    expect((await put('h', [], { 'if-match': weak })).status).toBe(412);
    expect((await put('h', [], { 'if-match': '*' })).status).toBe(200);
  });

  it('with none left, the store is always open', async () => {
    expect((await hoursOf('h')).body).toEqual([]);
    expect((await http.get('/stores/h')).body).toMatchObject({ alwaysOpen: true });
  });

  it('lose no update of ten writers at once', async () => {
    await http.post('/stores', { storeId: 'ten-writers' });
    const etag = (await hoursOf('ten-writers')).headers.get('etag')!;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => put('ten-writers', [day(i % 7, `${i}:00`, '23:00')], { 'if-match': etag })),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(9);
    expect((await hoursOf('ten-writers')).body).toEqual(done[0]!.body);
  });

  it('and the zone count in the next report, and change no earlier one', async () => {
    await importText(system.database, polls('r,2023-01-24 12:00 UTC,active'));
    const ask = { storeIds: ['r'], asOf: '2023-01-24T12:30:00Z' };
    const before = await http.report(ask);
    const text = (await http.get(before.csv.url)).text;
    // A Tuesday: 12:00 to 12:15 of the last hour are open.
    await put('r', [day(1, '12:00', '12:15')]);
    await http.send('PATCH', '/stores/r', { timeZone: 'UTC' });
    const after = await http.report(ask);
    expect((await http.get(after.csv.url)).text).toMatch(/^r,15\.00,0\.25,0\.25,0\.00,/m);
    expect((await http.get(before.csv.url)).text).toBe(text);
    expect((await http.get(`/reports/${before.reportId}`)).body).toMatchObject({ stale: true, changed: { stores: 1 } });
  });
});

describe('the description of the API', () => {
  it('documents ETag, If-Match, If-None-Match and Location', async () => {
    const { paths } = (await http.get('/openapi.json')).body;
    const { get, put } = paths['/stores/{storeId}/business-hours'];
    expect(get.parameters).toContainEqual(expect.objectContaining({ name: 'if-none-match', in: 'header' }));
    expect(put.parameters).toContainEqual(expect.objectContaining({ name: 'if-match', in: 'header', required: false }));
    for (const route of [get, put]) expect(route.responses['200'].headers).toHaveProperty('etag');
    expect(paths['/stores'].post.responses['201'].headers).toHaveProperty('location');
    expect(Object.keys(put.responses)).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '408',
      '412',
      '413',
      '414',
      '415',
      '429',
      '503',
    ]);
  });
});

describe('an invalid change is refused and changes nothing', () => {
  it.each([
    ['POST', '/stores', {}, 400, /storeId/],
    ['POST', '/stores', { storeId: '  ' }, 400, /storeId: is empty/],
    ['POST', '/stores', { storeId: 'x'.repeat(256) }, 400, /256 characters/],
    [
      'POST',
      '/stores',
      { storeId: 'y', timeZone: 'Mars/Olympus' },
      400,
      /timeZone: "Mars\/Olympus" is not an IANA time zone/,
    ],
    ['POST', '/stores', { storeId: 'y', zone: 'UTC' }, 400, /"zone" is not known here/],
    ['POST', '/stores', undefined, 400, /expected object/],
    ['POST', '/stores', { storeId: 'y', timeZone: null }, 400, /timeZone: expected is the name of an IANA time zone/],
    [
      'POST',
      '/stores',
      { storeId: 'y', businessHours: [day(8, '9:00', '10:00')] },
      400,
      /businessHours\[0\]\.dayOfWeek/,
    ],
    ['POST', '/stores', { storeId: 'bare', timeZone: 'UTC' }, 409, /There is a store "bare" already/],
    ['PATCH', '/stores/bare', undefined, 400, /expected object/],
    ['PATCH', '/stores/bare', {}, 400, /expected is at least one field/],
    ['PATCH', '/stores/bare', { timeZone: 7 }, 400, /timeZone: expected is the name of an IANA time zone .*, or null/],
    ['PATCH', '/stores/bare', { zone: 'UTC' }, 400, /"zone" is not known here; known are timeZone/],
    ['PATCH', '/stores/bare', { timeZone: '+05:30' }, 400, /not an IANA time zone/],
    ['PATCH', '/stores/nobody', { timeZone: 'UTC' }, 404, /There is no store "nobody"/],
    ['GET', '/stores/nobody/business-hours', undefined, 404, /There is no store/],
    ['PUT', '/stores/bare/business-hours', {}, 400, /array/],
    ['PUT', '/stores/bare/business-hours', [day(7, '09:00', '10:00')], 400, /\[0\]\.dayOfWeek: .*0 \(Monday\) to 6/],
    ['PUT', '/stores/bare/business-hours', [day(0.5, '09:00', '10:00')], 400, /\[0\]\.dayOfWeek: .*whole number/],
    [
      'PUT',
      '/stores/bare/business-hours',
      [{ ...day(0, '09:00', '10:00'), zone: 'UTC' }],
      400,
      /"zone" is not known here/,
    ],
    ['PUT', '/stores/nobody/business-hours', [], 404, /There is no store "nobody"/],
    [
      'PUT',
      '/stores/bare/business-hours',
      [day(0, '24:00', '10:00')],
      400,
      /"24:00" is not a time of day before 24:00/,
    ],
    ['PUT', '/stores/bare/business-hours', [day(0, '09:00', '25:00')], 400, /"25:00" is not a time of day up to 24:00/],
    ['PUT', '/stores/bare/business-hours', [{ dayOfWeek: 0, open: '09:00' }], 400, /\[0\]\.close/],
    ['PUT', '/stores/bare/business-hours', [{ dayOfWeek: 0 }], 400, /\[0\]\.open: expected is a time of day/],
    [
      'PUT',
      '/stores/bare/business-hours',
      [{ ...day(0, '09:00', '10:00'), closed: true }],
      400,
      /\[0\]\.closed: a row has either times or "closed"/,
    ],
    ['PUT', '/stores/bare/business-hours', [{ dayOfWeek: 0, closed: false }], 400, /\[0\]\.closed: must be true/],
    [
      'PUT',
      '/stores/bare/business-hours',
      [{ ...day(0, '09:00', '10:00'), validFrom: '2023-02-29' }],
      400,
      /\[0\]\.validFrom: "2023-02-29" is not a date such as 2024-03-11/,
    ],
    [
      'PUT',
      '/stores/bare/business-hours',
      [{ ...day(0, '09:00', '10:00'), validFrom: '2024-03-11', validThrough: '2024-03-10' }],
      400,
      /\[0\]\.validThrough: must not be before validFrom/,
    ],
    ['PUT', '/stores/bare/business-hours', Array<unknown>(201).fill(day(0, '09:00', '10:00')), 400, /at most 200 rows/],
  ])('%s %s %j', async (method, place, body, status, detail) => {
    const before = await versions();
    expect(await http.send(method, place, body)).toMatchObject({
      status,
      body: { detail: expect.stringMatching(detail) },
    });
    expect(await versions()).toBe(before);
  });
});
