import { describe, expect, it } from '@jest/globals';
import { importText, polls, rowsOf } from '../../support/data/importing.js';
import { useKillableSystem } from '../../support/faults/killable-system.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';
import { importEnd, upload } from '../../support/client/upload.js';

const system = useSystem();
const { http } = system;

const ask = (key: string, body: unknown = {}) => http.post('/reports', body, { 'idempotency-key': key });
const count = async () => (await rowsOf(system.database, 'select count(*)::integer from report'))[0]![0];

describe('a report that is requested with an Idempotency-Key', () => {
  it('does not use up the key if it was refused', async () => {
    expect((await ask('early')).status).toBe(422);
    await importText(system.database, polls('a,2023-01-24 12:00 UTC,active'));
    expect((await ask('early', { asOf: 'now' })).status).toBe(202);
  });

  it('is one report for many requests at once', async () => {
    const before = await count();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('twenty')));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
    const ids = new Set(answers.map(({ body }) => body.reportId));
    expect(ids.size).toBe(1);
    expect(answers[0]!.headers.get('location')).toBe(`/reports/${[...ids][0]}`);
    expect(await count()).toBe(Number(before) + 1);
  });

  it('is returned with its status when it is requested again', async () => {
    await system.startWorker();
    const { reportId } = (await ask('again')).body;
    await waitFor('it to be complete', async () => (await ask('again')).body.status === 'Complete');
    expect((await ask('again', { asOf: 'latest', interpolation: 'nearest' })).body).toEqual({
      reportId,
      status: 'Complete',
    });
  });

  it('is refused with another body, and with an invalid key', async () => {
    const { reportId } = (await ask('taken')).body;
    expect(await ask('taken', { asOf: 'now' })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining(`"taken" stands for report ${reportId}`) },
    });
    expect(await ask('x'.repeat(256))).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/1 to 255/) },
    });
    expect((await ask(' ')).status).toBe(400);
  });

  it('is a new one for each request without a key', async () => {
    const ids = [(await http.post('/reports')).body.reportId, (await http.post('/reports')).body.reportId];
    expect(new Set(ids).size).toBe(2);
  });
});

describe('an API that is killed between accepting and answering a request', () => {
  const killable = useKillableSystem();

  it('starts the report once, whenever the client repeats it', async () => {
    const { body } = await upload(killable.url, ['a.csv', polls('a,2023-01-24 12:00 UTC,active')]);
    await importEnd(killable.url, body.importId);
    const askFor = () => killable.http.post('/reports', {}, { 'idempotency-key': 'once' }).catch(() => null);
    for (let round = 0; round < 3; round++) {
      const asked = [askFor(), askFor(), askFor()];
      await killable.kill('the API');
      await Promise.all(asked);
      await killable.restart('the API');
    }
    await killable.kill('PostgreSQL');
    await killable.restart('PostgreSQL');
    const { reportId } = await waitFor('an answer', async () => {
      const answer = await askFor();
      return answer?.status === 202 && answer.body;
    });
    await waitFor('the report to be complete', async () => {
      const answer = await killable.http.get(`/reports/${reportId}`);
      return answer.body?.status === 'Complete';
    });
    expect(await killable.query('select count(*)::integer from report')).toEqual([[1]]);
  });
});
