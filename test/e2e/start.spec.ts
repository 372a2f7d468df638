import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '../../dev/processes/ports.js';
import { httpClient } from '../support/client/http.js';
import { runStorelight } from '../support/client/storelight.js';
import { createEmptyDatabase } from '../support/system/database.js';
import { lastLine, onLinux, serving, useNpmStart, type Launch } from '../support/system/use-npm-start.js';

/** A start takes a minute on a busy machine. */
const MINUTES = 4 * 60_000;

const npmStart = useNpmStart();

const reportIn = (started: Launch) => /Report ([0-9a-f-]{36})/.exec(started.output())![1]!;

/** Returns for the API and the worker whether their environment has a variable. */
async function environmentsNaming(variable: string): Promise<Record<string, boolean>> {
  const found: [string, boolean][] = [];
  for (const id of await npmStart.processes()) {
    const [line = '', environment = ''] = await Promise.all(
      ['cmdline', 'environ'].map((file) => readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '')),
    );
    const program = /dist\/src\/(main|worker)\.js/.exec(line)?.[1];
    if (program !== undefined) found.push([program, environment.includes(`${variable}=`)]);
  }
  return Object.fromEntries(found.sort());
}

describe('npm start', () => {
  it(
    'shows a report of the sample, and the next start the same one, in a folder whose name has spaces',
    async () => {
      const first = await serving(npmStart.launch());
      const http = httpClient(npmStart.url);
      const reportId = reportIn(first);
      const { body } = await http.get(`/reports/${reportId}`);
      expect(body).toMatchObject({ status: 'Complete', asOf: '2025-03-12T17:45:10.250000Z', csv: { rows: 60 } });
      expect(body.workflow.url).toContain(`:${npmStart.environment.TEMPORAL_UI_PORT}/`);
      expect((await fetch(`http://127.0.0.1:${npmStart.environment.TEMPORAL_UI_PORT}/`)).status).toBe(200);
      expect((await stat(path.join(npmStart.stateDir, 'reports', `${reportId}.csv`))).size).toBe(body.csv.bytes);
      expect(first.output()).toContain('up hour (min)');
      expect(first.output()).toMatch(/Time zones +release 2026f/);
      // Not a terminal, so the password is not in it.
      expect(first.output()).toMatch(/PostgreSQL +postgresql:\/\/storelight_processes@127/);

      process.kill(first.pid, 'SIGINT');
      expect(await first.ended).toBe(0);
      expect(await npmStart.processes()).toEqual([]);

      const second = await serving(npmStart.launch());
      expect(second.output().match(/as it was when it was last imported/g)).toHaveLength(3);
      expect(reportIn(second)).toBe(reportId);
      expect((await http.get('/reports')).body.items).toHaveLength(1);
      process.kill(second.pid, 'SIGTERM');
      expect(await second.ended).toBe(0);
    },
    MINUTES,
  );

  (onLinux ? it : it.skip)(
    'goes on where a killed one was',
    async () => {
      const killed = await serving(npmStart.launch());
      const processes = await npmStart.processes();
      const supervisor = (
        await Promise.all(
          processes.map(async (id) => ({ id, line: await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '') })),
        )
      ).find(({ line }) => line.includes('dist/dev/start.js'))!;
      process.kill(supervisor.id, 'SIGKILL');
      await killed.ended;

      const next = await serving(npmStart.launch());
      expect(reportIn(next)).toBe(reportIn(killed));
      process.kill(next.pid, 'SIGINT');
      expect(await next.ended).toBe(0);
      expect(await npmStart.processes()).toEqual([]);
    },
    MINUTES,
  );

  it(
    'runs on an own database with two users, and gives the API and the worker one of them',
    async () => {
      const database = await createEmptyDatabase();
      try {
        const environment = { DATABASE_URL: database.url, MIGRATION_DATABASE_URL: database.ownerUrl };
        const started = await serving(npmStart.launch(environment));
        expect((await httpClient(npmStart.url).get('/stores')).body.items).not.toEqual([]);
        if (onLinux) expect(await environmentsNaming('MIGRATION_DATABASE_URL')).toEqual({ main: false, worker: false });
        process.kill(started.pid, 'SIGINT');
        expect(await started.ended).toBe(0);
      } finally {
        await database.drop();
      }
    },
    MINUTES,
  );

  it(
    'needs keys where it listens beyond this machine, has one itself, and makes another for who asks on the machine',
    async () => {
      const started = await serving(npmStart.launch({ HOST: '0.0.0.0' }));
      expect((await httpClient(npmStart.url).get('/stores')).status).toBe(401);
      const first = /sl_\w{36}/.exec(started.output())![0];
      expect((await httpClient(npmStart.url, first).get('/stores')).body.items).not.toEqual([]);
      expect(reportIn(started)).toBeDefined();
      const args = ['keys', 'create', 'rescue', '--role', 'reader', '--local'];
      const { output } = await runStorelight(args, { STATE_DIR: npmStart.stateDir });
      expect((await httpClient(npmStart.url, output.trim()).get('/session')).body).toMatchObject({ role: 'reader' });
    },
    MINUTES,
  );

  it(
    'is refused beside itself, naming the one that runs',
    async () => {
      await serving(npmStart.launch());
      const other = npmStart.launch({ PORT: String(await freePort()) });
      expect(await other.ended).toBe(1);
      expect(lastLine(other)).toMatch(/^Storelight is already running in .* \(process \d+, http:\/\/127.0.0.1:\d+\)/);
      expect(lastLine(other)).toContain('set STATE_DIR to another folder');
    },
    MINUTES,
  );

  it('says in its last line which port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    try {
      const started = npmStart.launch({ PORT: String(port) });
      expect(await started.ended).toBe(1);
      expect(lastLine(started)).toMatch(new RegExp(`PORT ${port} is in use.*PORT`));
    } finally {
      taken.close();
    }
  });

  it.each([
    [
      { POLL_REACH_HOURS: 'many' },
      'POLL_REACH_HOURS is "many": it must be a number of hours, a whole number from 1 to 168',
    ],
    [{ DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/x' }, 'DATABASE_URL'],
    [
      {
        DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/x',
        MIGRATION_DATABASE_URL: 'postgresql://owner:secret@127.0.0.1:1/x',
      },
      "MIGRATION_DATABASE_URL postgresql://owner:***@127.0.0.1:1/x can't be reached",
    ],
    [
      { MIGRATION_DATABASE_URL: 'postgresql://owner:secret@127.0.0.1:1/x' },
      'DATABASE_URL is not set: beside MIGRATION_DATABASE_URL it must be set, with the name of a user',
    ],
    [{ TEMPORAL_ADDRESS: '127.0.0.1:1' }, 'TEMPORAL_ADDRESS'],
    [{ TZDATA_DIR: 'docs' }, "docs can't be used: it has no zone America/Chicago. Set TZDATA_DIR to a folder"],
  ])('says in its last line what is wrong with %j', async (overrides, expected) => {
    const started = npmStart.launch(overrides);
    expect(await started.ended).toBe(1);
    expect(lastLine(started)).toContain(expected);
    expect(started.output()).not.toContain('secret');
    expect(await npmStart.processes()).toEqual([]);
  });
});
