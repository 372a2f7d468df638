import { beforeAll, describe, expect, it } from '@jest/globals';
import { useSystemBehindProxy } from '../support/faults/use-system-behind-proxy.js';
import { exhaustRetries } from '../support/faults/exhaust-retries.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { sameAs } from '../support/client/same-report.js';
import { waitFor } from '../support/wait-for.js';
import { whileLocked } from '../support/faults/while-locked.js';
import { importEnd, upload } from '../support/client/upload.js';

const STORES = 6_000;

/** Less than the data of one chunk, so that no connection lasts for a whole chunk. */
const MAX_BYTES = 100_000;

/** More than all else that is said for an import, and less than its rows. */
const BYTES_OF_SOME_POLLS = 1_000_000;

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
    proxy.setMode({ kind: 'swallowed', afterBytes: MAX_BYTES });
    const reportId = await http.trigger();
    await waitFor('words to be lost', () => proxy.harmed > before);
    proxy.setMode({ kind: 'as they come' });
    expect(await http.waitUntilEnded(reportId)).toMatchObject(sameAs(undisturbed));
  });
});

describe('a database that is down for longer than the retries last', () => {
  it('fails a report, which says so once it is back, and a retry computes only what is missing', async () => {
    let reportId!: string;
    await whileLocked(system.database, 'poll', async (chunkIsRead) => {
      reportId = await http.trigger();
      await chunkIsRead();
      await proxy.shut();
    });
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
    proxy.setMode({ kind: 'swallowed', afterBytes: BYTES_OF_SOME_POLLS });
    const sent = await upload(system.url, ['more.csv', [...madeUpPolls(STORES, pollsPerStore)].join('')]);
    const { importId } = sent.body;
    await waitFor('words to be lost', () => proxy.harmed > before);
    proxy.setMode({ kind: 'as they come' });
    const all = STORES * pollsPerStore;
    expect(await importEnd(system.url, importId)).toMatchObject({ status: 'Complete', rowsRead: all, rejected: 0 });
  });
});
