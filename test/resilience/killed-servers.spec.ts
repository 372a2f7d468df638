import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { httpClient } from '../support/client/http.js';
import { useKillableSystem, type Part } from '../support/faults/killable-system.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { waitFor } from '../support/wait-for.js';
import { importEnd, upload } from '../support/client/upload.js';

const STORES = 10_000;
const POLLS_PER_STORE = 20;
const ALL = STORES * POLLS_PER_STORE;

/** Longer than the import takes, so that the moment is anywhere in it, or after it. */
const MAX_DELAY_MS = 3_000;

const system = useKillableSystem();
const file = [...madeUpPolls(STORES, POLLS_PER_STORE)].join('');

const clear = () =>
  system.query(
    'truncate poll, store, data_version, import, source_file, import_reject, report cascade; drop table if exists poll_2023_01',
  );

/** Expects the result of one undisturbed import. */
async function expectOneImport(): Promise<void> {
  await expectEachPollOnce();
  expect(await system.query('select status, rows_read, inserted, unchanged, corrected, rejected from import')).toEqual([
    ['Complete', ALL, ALL, 0, 0, 0],
  ]);
}

/** Expects each poll once, whether the file was imported once or twice. */
async function expectEachPollOnce(): Promise<void> {
  expect(
    await system.query(
      'select count(*)::integer, count(distinct (store_key, at))::integer, max(since_version) from poll',
    ),
  ).toEqual([[ALL, ALL, 1]]);
  expect(await system.query('select count(*)::integer from store')).toEqual([[STORES]]);
  expect(await system.query('select count(*)::integer, max(version) from data_version')).toEqual([[1, 1]]);
  expect(
    await system.query('select sum(inserted)::integer, sum(corrected)::integer, sum(rejected)::integer from import'),
  ).toEqual([[ALL, 0, 0]]);
}

const answers = () =>
  waitFor('the API to answer', () =>
    httpClient(system.url)
      .get('/health/live')
      .catch(() => null),
  );

/** Waits for the workflow, too: until it has ended, activities may be retried. */
async function imported(importId: string): Promise<void> {
  expect(await importEnd(system.url, importId)).toMatchObject({ status: 'Complete' });
  await system.workflowEnd(`ingest-upload-${importId}`);
}

describe('killed at a random moment of an import and brought back, all is as if nothing had happened:', () => {
  it.each<Part>(['the worker', 'the API', 'PostgreSQL', 'the Temporal server', 'PostgreSQL', 'the Temporal server'])(
    '%s',
    async (part) => {
      await clear();
      const { body } = await upload(system.url, ['store_status.csv', file]);
      await pause(Math.random() * MAX_DELAY_MS);
      await system.kill(part);
      await system.restart(part);
      await answers();
      await imported(body.importId);
      await expectOneImport();
    },
  );

  it('the API while a file comes in: sent again, its rows are in once', async () => {
    await clear();
    const sent = upload(system.url, ['store_status.csv', file]).catch(() => null);
    await pause(Math.random() * 100);
    await system.kill('the API');
    const answer = await sent;
    await system.restart('the API');
    await answers();
    const { importId } = answer?.body ?? (await upload(system.url, ['store_status.csv', file])).body;
    await imported(importId);
    // If the API was killed after storing the file and before responding, the file is imported twice.
    await waitFor('every import to end', async () => {
      const [row] = await system.query(`select count(*)::integer from import where status = 'Running'`);
      return row![0] === 0;
    });
    await expectEachPollOnce();
  });
});
