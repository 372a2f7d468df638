import { spawnSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freePort } from '../../dev/processes/ports.js';
import { loadConfig } from '../../src/config/config.js';
import { httpClient, type HttpClient } from '../support/client/http.js';
import { sameAs } from '../support/client/same-report.js';
import { uploadAndWait } from '../support/client/upload.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/system/database.js';
import { runDocumented } from '../support/system/documented-commands.js';
import { createTestFolder } from '../support/system/folder.js';
import { startApiProcess, startWorkerProcess } from '../support/system/processes.js';
import { createTestNamespace } from '../support/system/temporal.js';
import { serving, useNpmStart } from '../support/system/use-npm-start.js';
import { waitFor } from '../support/wait-for.js';

const MINUTES = 4 * 60_000;
const STORES = 20_000;

const npmStart = useNpmStart();

/** Run after each test, in reverse order. */
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function expectSameReports(http: HttpClient, reportId: string, original: any, csv: string): Promise<void> {
  expect((await http.get(`/reports/${reportId}`)).body).toMatchObject(sameAs(original));
  expect((await http.get(`/reports/${reportId}/csv`)).text).toBe(csv);
  const remake = await http.send('POST', `/reports/${reportId}/remake`);
  expect(remake.status).toBe(202);
  expect(await http.waitUntilEnded(remake.body.reportId)).toMatchObject(sameAs(original));
  expect(await http.report()).toMatchObject(sameAs(original));
}

describe('a backup of npm start, restored to another folder,', () => {
  it(
    'has the same reports to the byte, and continues one that was being made',
    async () => {
      const http = httpClient(npmStart.url);
      const BACKUP = path.join(npmStart.folder.path, 'backup');
      await mkdir(BACKUP);
      await npmStart.folder.write('data/store_status.csv', [...madeUpPolls(STORES, 8)].join(''));
      const DATA_DIR = path.join(npmStart.folder.path, 'data');
      const original = await serving(npmStart.launch({ DATA_DIR }));
      const report = await http.report();
      const { text: csv } = await http.get(`/reports/${report.reportId}/csv`);
      const unfinished = await http.trigger();
      await waitFor('some stores to be done', async () => (await http.storesDone(unfinished)) > 0);
      process.kill(original.pid, 'SIGINT');
      expect(await original.ended).toBe(0);
      await runDocumented('Backup of `npm start`', 0, { STATE_DIR: npmStart.stateDir, BACKUP });
      await rm(npmStart.stateDir, { recursive: true });
      await rm(DATA_DIR, { recursive: true });

      const STATE_DIR = path.join(npmStart.folder.path, 'restored');
      await runDocumented('Backup of `npm start`', 1, { STATE_DIR, BACKUP });
      await mkdir(DATA_DIR);
      await serving(npmStart.launch({ STATE_DIR, DATA_DIR }));
      expect(await http.waitUntilEnded(unfinished)).toMatchObject(sameAs(report));
      await expectSameReports(http, report.reportId, report, csv);
    },
    MINUTES,
  );
});

/** Whether this machine has a `pg_dump` that can dump the server: it must not be older. */
async function canDump(): Promise<boolean> {
  const { stdout } = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' });
  const [version = 0] = /\d+/.exec(stdout) ?? [];
  const client = new pg.Client({ connectionString: process.env.STORELIGHT_TEST_DATABASE_URL! });
  await client.connect();
  const { rows } = await client.query<{ major: number }>(
    `select current_setting('server_version_num')::int / 10000 as major`,
  );
  await client.end();
  return Number(version) >= rows[0]!.major;
}

/** Starts an API and a worker on a database and an empty namespace. */
async function startOn(database: TestDatabase, stateDir: string): Promise<string> {
  const temporal = await createTestNamespace();
  cleanups.push(() => temporal.close());
  const config = loadConfig({
    PORT: String(await freePort()),
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    STATE_DIR: stateDir,
    DATA_DIR: path.join(stateDir, 'data'),
  });
  const worker = await startWorkerProcess(config);
  cleanups.push(() => worker.kill());
  const api = await startApiProcess(config);
  cleanups.push(() => api.kill());
  return `http://127.0.0.1:${config.port}`;
}

const urlsOf = ({ url, ownerUrl }: TestDatabase) => ({ DATABASE_URL: url, MIGRATION_DATABASE_URL: ownerUrl });

const itWhereDumped = (await canDump()) ? it : it.skip;

describe('a backup of own servers, restored beside an empty Temporal,', () => {
  itWhereDumped(
    'has the same reports to the byte',
    async () => {
      const { path: folder } = await createTestFolder();
      cleanups.push(() => rm(folder, { recursive: true }));
      const BACKUP = path.join(folder, 'backup');
      await mkdir(BACKUP);
      const [first, second] = [await createTestDatabase(), await createEmptyDatabase()];
      cleanups.push(
        () => first.drop(),
        () => second.drop(),
      );
      const url = await startOn(first, path.join(folder, 'first'));
      await uploadAndWait(url, ['store_status.csv', [...madeUpPolls(200, 8)].join('')]);
      const report = await httpClient(url).report();
      const { text: csv } = await httpClient(url).get(`/reports/${report.reportId}/csv`);
      const ofFirst = { ...urlsOf(first), REPORTS_DIR: path.join(folder, 'first/reports'), BACKUP };
      await runDocumented('Backup of your own servers', 0, ofFirst);

      const ofSecond = { ...urlsOf(second), REPORTS_DIR: path.join(folder, 'second/reports'), BACKUP };
      await runDocumented('Backup of your own servers', 1, ofSecond);
      const restored = await startOn(second, path.join(folder, 'second'));
      await expectSameReports(httpClient(restored), report.reportId, report, csv);
    },
    MINUTES,
  );
});
