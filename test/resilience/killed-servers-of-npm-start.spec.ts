import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { httpClient } from '../support/client/http.js';
import { sameAs } from '../support/client/same-report.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { hasPrinted, serving, useNpmStart } from '../support/system/use-npm-start.js';
import { waitFor } from '../support/wait-for.js';

const MINUTES = 4 * 60_000;
const STORES = 20_000;

const npmStart = useNpmStart();

type ServerName = 'PostgreSQL' | 'Temporal';

/** Null while the server is down. */
async function processIdOf(server: ServerName, stateDir = npmStart.stateDir): Promise<number | null> {
  const file = server === 'PostgreSQL' ? 'postgres/cluster/data/postmaster.pid' : 'temporal/temporal.process.json';
  for await (const found of glob(file, { cwd: stateDir })) {
    const content = await readFile(path.join(stateDir, found), 'utf8');
    return Number(/\d+/.exec(content)?.[0] ?? NaN) || null;
  }
  return null;
}

async function kill(server: ServerName, stateDir?: string): Promise<number> {
  const pid = (await processIdOf(server, stateDir))!;
  process.kill(pid, 'SIGKILL');
  return pid;
}

const ofManyStores = async () => {
  await npmStart.folder.write('data/store_status.csv', [...madeUpPolls(STORES, 8)].join(''));
  return { DATA_DIR: path.join(npmStart.folder.path, 'data') };
};

describe('npm start', () => {
  it(
    'starts a server again that was killed during a report, and the report is the same to the byte',
    async () => {
      const http = httpClient(npmStart.url);
      const started = await serving(npmStart.launch(await ofManyStores()));
      const undisturbed = await http.report();
      for (const server of ['PostgreSQL', 'Temporal'] as const) {
        const reportId = await http.trigger();
        await waitFor('some stores to be done', async () => (await http.storesDone(reportId)) > STORES / 4);
        const killed = await kill(server);
        await hasPrinted(started, `${server} ended unexpectedly; it starts again in 1 s\n`);
        await hasPrinted(started, `${server} runs again\n`);
        expect(await processIdOf(server)).not.toBe(killed);
        const report = await waitFor('the report to end', async () => {
          const { status, body } = await http.get(`/reports/${reportId}`);
          return status === 200 && body.status !== 'Running' && body;
        });
        expect(report).toMatchObject(sameAs(undisturbed));
        await waitFor('the API to be ready', async () => (await http.get('/health/ready')).status === 200);
        expect(await http.report()).toMatchObject(sameAs(undisturbed));
      }
    },
    MINUTES,
  );

  it.each<ServerName>(['PostgreSQL', 'Temporal'])(
    'makes its first report although %s was killed during the import',
    async (server) => {
      const STATE_DIR = path.join(npmStart.folder.path, `killed ${server}`);
      const started = npmStart.launch({ ...(await ofManyStores()), STATE_DIR });
      await hasPrinted(started, 'Import of');
      await kill(server, STATE_DIR);
      await serving(started);
      expect(started.output()).toContain(`${server} runs again`);
      expect(started.output()).toMatch(/Report [0-9a-f-]{36}/);
      expect(started.output()).not.toContain('No report yet');
      const { body } = await httpClient(npmStart.url).get('/reports');
      expect(body.items).toMatchObject([{ status: 'Complete', csv: { rows: STORES } }]);
    },
    MINUTES,
  );

  it.each([
    ['at once', async () => undefined],
    [
      'while they start',
      async (killed: Record<ServerName, number>) => {
        await waitFor('PostgreSQL to start', async () => {
          const pid = await processIdOf('PostgreSQL');
          return pid !== null && pid !== killed.PostgreSQL;
        });
      },
    ],
  ])(
    'stops everything when Ctrl-C follows the end of its servers %s',
    async (_, wait) => {
      const started = await serving(npmStart.launch());
      const killed = { PostgreSQL: await kill('PostgreSQL'), Temporal: await kill('Temporal') };
      await hasPrinted(started, 'PostgreSQL ended unexpectedly');
      await wait(killed);
      process.kill(started.pid, 'SIGINT');
      expect({ code: await started.ended, output: started.output() }).toMatchObject({ code: 0 });
      expect(await npmStart.processes()).toEqual([]);
    },
    MINUTES,
  );
});
