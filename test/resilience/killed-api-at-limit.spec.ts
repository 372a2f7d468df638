import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../dev/processes/ports.js';
import { systemClock } from '../../src/clock.js';
import { MINUTE } from '../../src/domain/time/instant.js';
import { httpClient } from '../support/client/http.js';
import { importText, polls, rowsOf } from '../support/data/importing.js';
import { startApiProcess } from '../support/system/processes.js';
import { startTcpProxy, type TcpProxy } from '../support/faults/tcp-proxy.js';
import { useSystem } from '../support/system/use-system.js';
import { waitFor } from '../support/wait-for.js';

const LIMITS = { RUNNING_REPORTS: '1' };

let late = 0;
const system = useSystem({ clock: () => systemClock() + late, environment: LIMITS });
let proxy: TcpProxy;

beforeAll(async () => {
  await importText(system.database, polls('a,2023-01-24 12:00 UTC,active'));
  const [host, port] = system.config.temporalAddress!.split(':') as [string, string];
  proxy = await startTcpProxy(host, Number(port));
});

afterAll(() => proxy.shut());

const reserved = async () => (await rowsOf(system.database, 'select report_id from report_reservation')).length;

describe('an API that is killed between counting a report and starting it', () => {
  it('takes the room of the report for a minute, and not for ever', async () => {
    proxy.setMode({ kind: 'swallowed' });
    const port = await freePort();
    const api = await startApiProcess({ ...system.config, port, temporalAddress: proxy.address }, LIMITS);
    const asked = httpClient(`http://127.0.0.1:${port}`)
      .post('/reports')
      .catch(() => null);
    await waitFor('the report to be counted', async () => (await reserved()) === 1);
    await api.kill();
    await asked;
    expect((await system.http.post('/reports')).status).toBe(429);
    late = MINUTE;
    expect((await system.http.post('/reports')).status).toBe(202);
    expect(await reserved()).toBe(0);
    expect((await system.http.post('/reports')).status).toBe(429);
  });
});
