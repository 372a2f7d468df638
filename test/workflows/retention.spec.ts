import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { PollRepository } from '../../src/persistence/polls/poll.repository.js';
import { importText, instant, NOW, polls, rowsOf } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';
import { waitFor } from '../support/wait-for.js';
import { uploadAndWait } from '../support/client/upload.js';

const system = useSystem({ perTest: true });
const { http } = system;

beforeEach(async () => {
  await importText(
    system.database,
    polls(
      'a,2022-10-05 12:00 UTC,active',
      'a,2022-11-30 23:59:59.999999 UTC,active',
      'b,2022-11-05 12:00 UTC,active',
      'a,2022-12-25 12:00 UTC,active',
      'b,2023-01-24 12:00 UTC,active',
    ),
  );
});

/** As of the first poll of store b since November, which does not cover the time before it. */
const PREVIOUS = { asOf: '2023-01-24T12:00:00Z', interpolation: 'previous', reachHours: 24 };

/** Runs the workflow of the daily schedule. */
const drop = async (days: number) =>
  system.temporal.client.workflow.execute('dropOldPolls', {
    workflowId: randomUUID(),
    taskQueue: system.config.taskQueue,
    args: [days],
  });

const partitions = async () =>
  (
    await rowsOf(
      system.database,
      `select inhrelid::regclass::text from pg_inherits where inhparent = 'poll'::regclass order by 1`,
    )
  ).flat();

const dropBefore = (text: string) => new PollRepository(system.database).dropBefore(instant(text), NOW);

describe('retention', () => {
  it('drops the months that ended longer ago, and returns their polls', async () => {
    await system.startWorker();
    // The clock is at 2023-02-01: 60 days before is 2022-12-03.
    expect(await drop(60)).toEqual([
      { month: '2022-10', polls: 1 },
      { month: '2022-11', polls: 2 },
    ]);
    expect(await partitions()).toEqual(['poll_2022_12', 'poll_2023_01']);
    expect(await drop(60)).toEqual([]);
    expect(await drop(62)).toEqual([]);
  });

  it('keeps a month whose last day is young enough', async () => {
    await dropBefore('2022-11-30T23:59:59Z');
    expect(await partitions()).toEqual(['poll_2022_11', 'poll_2022_12', 'poll_2023_01']);
  });

  it('refuses a report that needs dropped polls, before it begins or while it runs', async () => {
    const waiting = await http.post('/reports', { asOf: '2022-12-05T00:00:00Z' });
    expect(waiting.status).toBe(202);
    await dropBefore('2022-12-01T00:00:00Z');
    expect(await http.post('/reports', { asOf: '2022-12-08T23:59:59.999999Z' })).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/needs polls from 2022-11-30T23:59:59.999999Z on.*POLL_RETENTION_DAYS/) },
    });
    expect(await http.post('/reports', { asOf: '2022-12-09T00:00:00Z' })).toMatchObject({ status: 202 });
    await system.startWorker();
    const failed = await waitFor('the report to end', async () => {
      const { body } = await http.get(`/reports/${waiting.body.reportId}`);
      return body.status !== 'Running' && body;
    });
    expect(failed).toMatchObject({
      status: 'Failed',
      error: expect.stringMatching(/those before 2022-12-01.*were dropped/),
    });
  });

  it('changes no number of a report that does not need dropped polls', async () => {
    await system.startWorker();
    const requests = [{}, { interpolation: 'previous' }].map((rest) => ({ asOf: '2023-01-24T12:00:00Z', ...rest }));
    const before = [await http.report(requests[0]), await http.report(requests[1])];
    await dropBefore('2023-01-01T00:00:00Z');
    expect(await partitions()).toEqual(['poll_2023_01']);
    for (const [index, request] of requests.entries()) {
      expect((await http.report(request)).csv.sha256).toBe(before[index].csv.sha256);
    }
  });

  it('remembers that there was an earlier poll, as "previous" needs', async () => {
    await system.startWorker();
    const row = async () => (await http.get(`/reports/${(await http.report(PREVIOUS)).reportId}/csv`)).text;
    const seen = await row();
    expect(seen).toContain('b,');
    await dropBefore('2023-01-01T00:00:00Z');
    expect(await row()).toBe(seen);
    await rowsOf(system.database, 'update store set newest_dropped_poll_at = null');
    expect(await row()).not.toBe(seen);
  });

  it('rejects polls of a time that is no longer kept', async () => {
    await dropBefore('2022-12-01T00:00:00Z');
    const old = 'c,2022-11-30 23:59:59.999999 UTC,active';
    expect(await importText(system.database, polls(old, 'c,2022-12-01 00:00 UTC,active'))).toMatchObject({
      inserted: 1,
      rejected: 1,
    });
    expect(await rowsOf(system.database, 'select reason from import_reject')).toEqual([
      [expect.stringContaining('is before 2022-12-01T00:00:00.000000Z, from when on polls are kept')],
    ]);
    expect(await http.post('/polls', { storeId: 'c', at: '2022-11-01T00:00:00Z', status: 'active' })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('from when on polls are kept') },
    });
  });

  it('also applies to a file that was imported before', async () => {
    await system.startWorker();
    const file = ['old.csv', polls('d,2022-11-05 12:00 UTC,active')] as const;
    expect(await uploadAndWait(system.url, file)).toMatchObject([{ inserted: 1 }]);
    expect(await uploadAndWait(system.url, file)).toMatchObject([{ unchanged: 1 }]);
    await dropBefore('2022-12-01T00:00:00Z');
    expect(await uploadAndWait(system.url, file)).toMatchObject([{ unchanged: 0, rejected: 1 }]);
  });

  it('waits for readers, and continues when they are done', async () => {
    await system.startWorker();
    const reading = Promise.withResolvers<undefined>();
    const read = system.database.transaction(async (client) => {
      await client.query('select count(*) from poll');
      await reading.promise;
    });
    const dropped = drop(60);
    await waitFor('the drop to wait', async () => {
      const [row] = await rowsOf(
        system.database,
        `select count(*)::integer from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%drop_poll_partition%'`,
      );
      return row![0] === 1;
    });
    expect(await partitions()).toHaveLength(4);
    reading.resolve(undefined);
    await read;
    expect(await dropped).toHaveLength(2);
  });
});
