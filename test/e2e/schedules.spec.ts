import { describe, expect, it } from '@jest/globals';
import { ensureSchedules } from '../../src/temporal/schedules.js';
import { rowsOf, zones } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';
import { waitFor } from '../support/wait-for.js';

const system = useSystem();
const { http } = system;

const recentRuns = async () => (await http.get('/schedules/ingest-hourly')).body.recentRuns;

describe('schedules over HTTP', () => {
  it('are none before a worker creates them', async () => {
    expect((await http.get('/schedules')).body).toEqual({ items: [], nextCursor: null });
    expect(await http.post('/schedules/ingest-hourly/trigger')).toMatchObject({
      status: 404,
      body: { detail: expect.stringMatching(/workers make them when they start/) },
    });
  });

  it('show when they run next and how overlaps are handled', async () => {
    await ensureSchedules(system.temporal.client, { ...system.config, reportCron: undefined });
    const { status, body } = await http.get('/schedules');
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [
        {
          scheduleId: 'ingest-hourly',
          cron: '5 * * * *',
          paused: false,
          note: 'Imports what is new in the data folder',
          overlap: 'skip',
          catchUp: 'one run',
          nextRuns: expect.arrayContaining([expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:05:00\.000000Z$/)]),
          recentRuns: [],
        },
        expect.objectContaining({ scheduleId: 'reconcile', cron: '*/5 * * * *', overlap: 'skip', catchUp: 'one run' }),
        expect.objectContaining({
          scheduleId: 'reject-retention-daily',
          note: 'Drops rejected rows of imports that ended more than 90 days ago',
        }),
        expect.objectContaining({
          scheduleId: 'audit-retention-daily',
          note: 'Drops audit events that are more than 730 days old',
        }),
      ],
      nextCursor: null,
    });
    expect((await http.get('/schedules/ingest-hourly')).body).toEqual(body.items[0]);
  });

  it('are paused with a note, again without harm, and resumed', async () => {
    const paused = await http.post('/schedules/ingest-hourly/pause', { note: 'the files are being moved' });
    expect(paused).toMatchObject({ status: 200, body: { paused: true, note: 'the files are being moved' } });
    expect(await http.post('/schedules/ingest-hourly/pause')).toMatchObject({ status: 200, body: { paused: true } });
    const resumed = { status: 200, body: { paused: false, note: 'Imports what is new in the data folder' } };
    expect(await http.post('/schedules/ingest-hourly/resume')).toMatchObject(resumed);
    expect(await http.post('/schedules/ingest-hourly/resume')).toMatchObject(resumed);
  });

  it('run when they are triggered, also while paused, but not twice at once', async () => {
    await system.folder.write('data/zones.csv', zones('a,UTC'));
    await http.post('/schedules/ingest-hourly/pause');
    expect(await http.post('/schedules/ingest-hourly/trigger')).toMatchObject({ status: 202 });
    const [running] = await waitFor('the run to begin', async () => {
      const runs = await recentRuns();
      return runs.length === 1 && runs;
    });
    expect(running).toMatchObject({ status: 'Running', workflowId: expect.stringMatching(/^ingest-hourly-/) });
    expect(await http.post('/schedules/ingest-hourly/trigger')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining(running.workflowId) },
    });

    await system.startWorker();
    await waitFor('the run to end', async () => (await recentRuns())[0].status === 'Completed');
    expect(await rowsOf(system.database, 'select status, source from import')).toEqual([['Complete', 'folder']]);
    expect(await http.post('/schedules/ingest-hourly/trigger')).toMatchObject({ status: 202 });
    await waitFor('another run', async () => (await recentRuns()).length === 2);
    expect((await recentRuns()).map(({ startedAt }: any) => startedAt)).toEqual(
      (await recentRuns())
        .map(({ startedAt }: any) => startedAt)
        .sort()
        .reverse(),
    );
  });

  it.each([
    [
      'GET',
      '/schedules/nightly',
      undefined,
      404,
      /There is no schedule "nightly"\. There can be ingest-hourly, report-hourly, report-monthly, reconcile, retention-daily, report-retention-daily, reject-retention-daily, audit-retention-daily/,
    ],
    ['POST', '/schedules/nightly/pause', {}, 404, /There is no schedule/],
    ['POST', '/schedules/ingest-hourly/pause', { why: 'x' }, 400, /"why" is not known here; known are note/],
    ['POST', '/schedules/ingest-hourly/stop', {}, 404, /nothing at POST/],
  ])('%s %s with %j is a problem', async (method, place, body, status, detail) => {
    expect(await http.send(method, place, body)).toMatchObject({
      status,
      body: { detail: expect.stringMatching(detail) },
    });
  });
});
