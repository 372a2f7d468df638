import { beforeAll, describe, expect, it } from '@jest/globals';
import { useSystemBehindProxy } from '../support/faults/use-system-behind-proxy.js';
import { exhaustRetries } from '../support/faults/exhaust-retries.js';
import { rowsOf } from '../support/data/importing.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { sameAs } from '../support/client/same-report.js';
import { waitFor } from '../support/wait-for.js';
import { importEnd, upload } from '../support/client/upload.js';

const STORES = 6_000;

/** Less than the data of one chunk, so that no connection lasts for a whole chunk. */
const MAX_BYTES = 100_000;

const { system, proxy } = useSystemBehindProxy(STORES);
const { http } = system;
let undisturbed: any;

beforeAll(async () => {
  undisturbed = await http.report();
});

describe('a report that is generated while the connection to the database', () => {
  it('is closed at random moments, and then down for a while, is the same to the byte', async () => {
    proxy.setMode({ kind: 'cut', after: () => Math.random() * MAX_BYTES });
    const reportId = await http.trigger();
    await waitFor('ten cuts', () => proxy.harmed >= 10);
    await proxy.shut();
    expect(await http.get(`/reports/${reportId}`)).toMatchObject({ body: { status: 'Running' } });
    proxy.setMode({ kind: 'as they come' });
    await proxy.reopen();
    expect(await http.waitUntilEnded(reportId)).toMatchObject(sameAs(undisturbed));
  });

  it('loses all data completes within a minute once it works again, and is the same to the byte', async () => {
    const before = proxy.harmed;
    const reportId = await http.trigger();
    await waitFor('some stores to be done', async () => (await http.storesDone(reportId)) > 0);
    proxy.setMode({ kind: 'swallowed' });
    await waitFor('words to be lost', () => proxy.harmed > before);
    proxy.setMode({ kind: 'as they come' });
    expect(await http.waitUntilEnded(reportId)).toMatchObject(sameAs(undisturbed));
  });
});

describe('a database that is down for longer than the retries last', () => {
  it('fails a report, which says so once it is back, and a retry computes only what is missing', async () => {
    const reportId = await http.trigger();
    await waitFor(
      'the report to begin',
      async () => (await http.get(`/reports/${reportId}`)).body.progress.storesTotal,
    );
    await proxy.shut();
    await exhaustRetries(system, reportId, 'computeChunk');
    await waitFor('it to be given up', async () => {
      const { pendingActivities } = (await system.temporal.client.workflow.getHandle(`report-${reportId}`).describe())
        .raw;
      return pendingActivities?.some(({ activityType }) => activityType?.name === 'failReport');
    });
    expect((await http.get(`/reports/${reportId}`)).body.status).toBe('Running');
    await proxy.reopen();
    expect(await http.waitUntilEnded(reportId)).toMatchObject({
      status: 'Failed',
      failedPart: 'compute',
      error: expect.stringMatching(/^uptime could not be computed \(stores \d+-\d+\): .*(ECONNREFUSED|terminated)/),
    });
    await http.post(`/reports/${reportId}/retry`);
    expect(await http.waitUntilEnded(reportId)).toMatchObject(sameAs(undisturbed));
  });
});

describe('an import that runs while the connection to the database', () => {
  it('loses all data completes within a minute once it works again, and once', async () => {
    const before = proxy.harmed;
    const pollsPerStore = 20;
    const sent = await upload(system.url, ['more.csv', [...madeUpPolls(STORES, pollsPerStore)].join('')]);
    const { importId } = sent.body;
    await waitFor('rows to be staged', async () => {
      const [row] = await rowsOf(
        system.database,
        `select count(*)::integer from pg_stat_activity where datname = current_database() and query like 'copy staged%'`,
      );
      return row![0] !== 0;
    });
    proxy.setMode({ kind: 'swallowed' });
    await waitFor('words to be lost', () => proxy.harmed > before);
    proxy.setMode({ kind: 'as they come' });
    const all = STORES * pollsPerStore;
    expect(await importEnd(system.url, importId)).toMatchObject({ status: 'Complete', rowsRead: all, rejected: 0 });
  });
});
