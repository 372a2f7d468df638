import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createApi } from '../../../src/api.js';
import { reportWorkflowId } from '../../../src/domain/reports/report-workflow.js';
import { TemporalClient, temporalClientOptions } from '../../../src/temporal/client.js';
import { importText, NOW, rowsOf } from '../../support/data/importing.js';
import { madeUpPolls } from '../../support/data/made-up-polls.js';
import { query } from '../../support/system/query.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const STORES = 200;

const system = useSystem({ chunking: { storesPerChunk: 10, chunksPerRun: 1_000 } });
const { http } = system;

beforeAll(async () => {
  await importText(system.database, [...madeUpPolls(STORES, 4)].join(''));
});

const addressOf = (url: string, reportId: string) => `${url.replace('http', 'ws')}/ws/reports/${reportId}`;

/** A client that collects the events. */
function watch(reportId: string, url = system.url) {
  const socket = new WebSocket(addressOf(url, reportId));
  const events: any[] = [];
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason }));
  });
  socket.addEventListener('message', ({ data }) => events.push(JSON.parse(String(data))));
  return { socket, events, closed };
}

const trigger = async (): Promise<string> => (await http.post('/reports')).body.reportId;

/** A second API on the same servers. */
async function startAnotherApi() {
  const temporal = new TemporalClient(temporalClientOptions(system.config));
  const api = await createApi({ config: system.config, database: system.database, temporal, clock: () => NOW });
  await api.listen(0, '127.0.0.1');
  return {
    url: await api.getUrl(),
    async stop() {
      await api.close();
      await temporal.close();
    },
  };
}

/** Milliseconds for 100,000 events, which take seconds when nothing else runs. */
const ON_A_BUSY_MACHINE = 120_000;

describe('a subscriber of a report', () => {
  it('receives the current state, every change in order, and the end', async () => {
    const reportId = await trigger();
    const { events, closed } = watch(reportId);
    await waitFor('the first event', () => events.length > 0);
    expect(events).toEqual([
      {
        reportId,
        status: 'Running',
        attempt: 1,
        progress: {
          phase: null,
          storesDone: 0,
          storesTotal: null,
          storesFailed: 0,
          rowsWritten: 0,
          secondsLeft: null,
        },
        error: null,
        failedPart: null,
        csv: null,
      },
    ]);
    const worker = await system.startWorker();
    expect(await closed).toEqual({ code: 1000, reason: 'the report is Complete' });
    await worker.stop();
    const done = events.map(({ progress }) => progress.storesDone);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(new Set(done)).toEqual(new Set(Array.from({ length: STORES / 10 + 1 }, (_, chunk) => 10 * chunk)));
    expect(new Set(events.map(({ progress }) => progress.phase))).toEqual(new Set([null, 'computing', 'assembling']));
    const { status, attempt, progress, error, failedPart, csv } = (await http.get(`/reports/${reportId}`)).body;
    expect(events.at(-1)).toEqual({ reportId, status, attempt, progress, error, failedPart, csv });
    expect(status).toBe('Complete');
  });

  it('receives events from any API, however many subscribers there are', async () => {
    const another = await startAnotherApi();
    try {
      const reportId = await trigger();
      const watching = Array.from({ length: 300 }, (_, i) => watch(reportId, i % 2 === 0 ? system.url : another.url));
      await waitFor('all to have heard the present state', () => watching.every(({ events }) => events.length > 0));
      const worker = await system.startWorker();
      await Promise.all(watching.map(({ closed }) => closed));
      await worker.stop();
      for (const { events } of watching) {
        expect(events.at(-1)).toMatchObject({ status: 'Complete', progress: { storesDone: STORES } });
        expect(new Set(events.map(({ progress }) => progress.storesDone)).size).toBe(STORES / 10 + 1);
      }
    } finally {
      await another.stop();
    }
  });

  it('that comes late receives the current state and nothing older', async () => {
    const early = await trigger();
    const worker = await system.startWorker();
    await waitFor('it to be complete', async () => (await http.get(`/reports/${early}`)).body.status === 'Complete');
    const { events, closed } = watch(early);
    expect(await closed).toMatchObject({ code: 1000 });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ status: 'Complete', csv: { url: `/reports/${early}/csv` } });
    await worker.stop();
  });

  it('receives the cancellation, or the failure and its reason', async () => {
    const cancelled = watch(await trigger());
    await waitFor('the present state', () => cancelled.events.length > 0);
    await http.post(`/reports/${cancelled.events[0].reportId}/cancel`);
    const worker = await system.startWorker();
    expect(await cancelled.closed).toEqual({ code: 1000, reason: 'the report is Cancelled' });
    await worker.stop();

    const reportId = await trigger();
    const failed = watch(reportId);
    await waitFor('the present state', () => failed.events.length > 0);
    await system.temporal.client.workflow.getHandle(reportWorkflowId(reportId)).terminate();
    await rowsOf(
      system.database,
      `update report set status = 'Failed', error = 'no luck', finished_at = now() where report_id = '${reportId}'`,
    );
    expect(await failed.closed).toEqual({ code: 1000, reason: 'the report is Failed' });
    expect(failed.events.at(-1)).toMatchObject({ status: 'Failed', error: 'no luck' });
  });

  it('still receives events after the connection to the database was lost', async () => {
    const reportId = await trigger();
    const { events, closed } = watch(reportId);
    await waitFor('the present state', () => events.length > 0);
    await rowsOf(
      system.database,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'storelight-api-listener' and datname = current_database()`,
    );
    const worker = await system.startWorker();
    expect(await closed).toMatchObject({ code: 1000 });
    expect(events.at(-1)).toMatchObject({ status: 'Complete' });
    await worker.stop();
  });

  it('receives the end even if the database did not respond at that moment', async () => {
    const reportId = await trigger();
    const { events, closed } = watch(reportId);
    await waitFor('the present state', () => events.length > 0);
    await system.temporal.client.workflow.getHandle(reportWorkflowId(reportId)).terminate();
    // From its end on, the report can't be read.
    await query(
      system.ownerUrl,
      `update report set status = 'Cancelled', finished_at = now() where report_id = '${reportId}';
       alter table report rename column report_id to id_away`,
    );
    const meanwhile = await http.get(`/reports/${reportId}`);
    await query(system.ownerUrl, 'alter table report rename column id_away to report_id');
    expect(meanwhile.status).toBe(503);
    expect(await closed).toEqual({ code: 1000, reason: 'the report is Cancelled' });
    expect(events.at(-1)).toMatchObject({ status: 'Cancelled' });
  });

  it(
    'that does not read gets the newest event once it does: newer events replace older ones',
    async () => {
      const reportId = await trigger();
      const { port } = new URL(system.url);
      const deaf = connect(Number(port), '127.0.0.1');
      let [heard, newest] = [0, ''];
      deaf.setEncoding('latin1').on('data', (text: string) => {
        heard += text.length;
        newest = newest.slice(-1_000) + text;
      });
      deaf.pause();
      deaf.write(
        [
          `GET /ws/reports/${reportId} HTTP/1.1`,
          `Host: 127.0.0.1:${port}`,
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
          '\r\n',
        ].join('\r\n'),
      );
      const attentive = watch(reportId);
      await waitFor('the present state', () => attentive.events.length > 0);
      // Far more than the system buffers for a connection.
      const steps = 100_000;
      await rowsOf(
        system.database,
        `do $$ begin for i in 1..${steps} loop
         perform pg_notify('report', json_build_object('reportId', '${reportId}', 'status', 'Running', 'attempt', 1,
           'phase', 'computing', 'phaseSince', null, 'phaseDone', 0, 'storesDone', i, 'storesTotal', ${steps},
           'storesFailed', 0, 'rowsWritten', 0)::text);
       end loop; end $$`,
      );
      await waitFor(
        'all to have been told',
        () => attentive.events.at(-1).progress.storesDone === steps,
        ON_A_BUSY_MACHINE,
      );
      deaf.resume();
      await waitFor('the newest to be heard', () => newest.includes(`"storesDone":${steps},`), ON_A_BUSY_MACHINE);
      expect(heard).toBeLessThan((JSON.stringify(attentive.events.at(-1)).length * steps) / 2);
      deaf.destroy();
      attentive.socket.close();
      await attentive.closed;
      await system.temporal.client.workflow.getHandle(reportWorkflowId(reportId)).terminate();
    },
    4 * ON_A_BUSY_MACHINE,
  );

  it('learns over plain HTTP that this is a WebSocket', async () => {
    const answer = await http.get('/ws/reports/4f6f4d8c-7ab8-4f0e-9f39-0a52d4a1b6d2');
    expect(answer).toMatchObject({
      status: 426,
      body: { detail: expect.stringMatching(/This is a WebSocket: .*or poll/) },
    });
    expect(answer.headers.get('upgrade')).toBe('websocket');
    expect((await http.get('/ws/reports/none')).status).toBe(400);
  });

  it.each([
    ['/ws/reports/4f6f4d8c-7ab8-4f0e-9f39-0a52d4a1b6d2', 404, /There is no report 4f6f4d8c/],
    ['/ws/reports/none', 400, /a report id is a UUID/],
    ['/ws/stores', 404, /There is no WebSocket at \/ws\/stores/],
  ])('is told what is wrong with %s', async (path, status, detail) => {
    const { port } = new URL(system.url);
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1');
      socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      socket.on('close', () => resolve(text));
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      );
    });
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/application\/problem\+json/);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
      status,
      detail: expect.stringMatching(detail),
    });
  });
});
