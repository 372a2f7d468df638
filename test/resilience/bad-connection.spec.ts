import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startSystemBehindProxy, type SystemBehindProxy } from '../support/system/system-behind-proxy.js';
import { exhaustRetries } from '../support/system/exhaust-retries.js';
import { httpClient } from '../support/client/http.js';
import { rowsOf } from '../support/data/importing.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { sameAs } from '../support/client/same-report.js';
import { waitFor } from '../support/wait-for.js';
import { importEnd, upload } from '../support/client/upload.js';

const STORES = 6_000;

/** Less than a chunk of stores says of itself: no connection lasts for one. */
const MAX_BYTES = 100_000;

let on: SystemBehindProxy;
let http: ReturnType<typeof httpClient>;
let undisturbed: any;

beforeAll(async () => {
  on = await startSystemBehindProxy(STORES);
  http = httpClient(on.system.url);
  undisturbed = await http.report();
});

afterEach(() => on.line.setMode({ kind: 'as they come' }));

afterAll(() => on.stop());

describe('a report that is made while the line to the database', () => {
  it('is cut at random moments, and then gone for a while, is the same to the byte', async () => {
    on.line.setMode({ kind: 'cut', after: () => Math.random() * MAX_BYTES });
    const reportId = await http.trigger();
    await waitFor('ten cuts', () => on.line.harmed >= 10);
    await on.line.shut();
    expect(await http.get(`/reports/${reportId}`)).toMatchObject({ body: { status: 'Running' } });
    on.line.setMode({ kind: 'as they come' });
    await on.line.reopen();
    expect(await http.ended(reportId)).toMatchObject(sameAs(undisturbed));
  });

  it('swallows what is said is done within a minute once it is well, and the same to the byte', async () => {
    const before = on.line.harmed;
    const reportId = await http.trigger();
    await waitFor('some stores to be done', async () => (await http.storesDone(reportId)) > 0);
    on.line.setMode({ kind: 'swallowed' });
    await waitFor('words to be lost', () => on.line.harmed > before);
    on.line.setMode({ kind: 'as they come' });
    expect(await http.ended(reportId)).toMatchObject(sameAs(undisturbed));
  });
});

describe('a database that is away for longer than is waited for', () => {
  it('fails a report, which says so once it is back, and goes on with what is missing when it is retried', async () => {
    const reportId = await http.trigger();
    await waitFor(
      'the report to begin',
      async () => (await http.get(`/reports/${reportId}`)).body.progress.storesTotal,
    );
    await on.line.shut();
    await exhaustRetries(on.system, reportId, 'computeChunk');
    await waitFor('it to be given up', async () => {
      const { pendingActivities } = (
        await on.system.temporal.client.workflow.getHandle(`report-${reportId}`).describe()
      ).raw;
      return pendingActivities?.some(({ activityType }) => activityType?.name === 'failReport');
    });
    expect((await http.get(`/reports/${reportId}`)).body.status).toBe('Running');
    await on.line.reopen();
    expect(await http.ended(reportId)).toMatchObject({
      status: 'Failed',
      failedPart: 'compute',
      error: expect.stringMatching(/^uptime could not be computed \(stores \d+-\d+\): .*(ECONNREFUSED|terminated)/),
    });
    await http.post(`/reports/${reportId}/retry`);
    expect(await http.ended(reportId)).toMatchObject(sameAs(undisturbed));
  });
});

describe('an import that runs while the line to the database', () => {
  it('swallows what is said is done within a minute once it is well, and once', async () => {
    const before = on.line.harmed;
    const pollsPerStore = 20;
    const sent = await upload(on.system.url, ['more.csv', [...madeUpPolls(STORES, pollsPerStore)].join('')]);
    const { importId } = sent.body;
    await waitFor('rows to be staged', async () => {
      const [row] = await rowsOf(
        on.system.database,
        `select count(*)::integer from pg_stat_activity where datname = current_database() and query like 'copy staged%'`,
      );
      return row![0] !== 0;
    });
    on.line.setMode({ kind: 'swallowed' });
    await waitFor('words to be lost', () => on.line.harmed > before);
    on.line.setMode({ kind: 'as they come' });
    const all = STORES * pollsPerStore;
    expect(await importEnd(on.system.url, importId)).toMatchObject({ status: 'Complete', rowsRead: all, rejected: 0 });
  });
});
