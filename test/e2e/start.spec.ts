import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../dev/processes/ports.js';
import { createTestFolder, type TestFolder } from '../support/system/folder.js';
import { httpClient } from '../support/client/http.js';
import { waitFor } from '../support/wait-for.js';

/** A start takes a minute on a busy machine. */
const MINUTES = 4 * 60_000;

let folder: TestFolder;
let environment: Record<string, string>;
const launched: Launch[] = [];

interface Launch {
  readonly pid: number;
  output(): string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

/** Runs `npm start` without npm, which would not pass signals on. */
function launch(overrides: Record<string, string> = {}): Launch {
  const child = spawn(process.execPath, ['bin/launch.js', 'start'], {
    env: { ...environment, ...overrides },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = once(child, 'close').then(() => child.exitCode);
  const started = { pid: child.pid!, output: () => output, ended };
  launched.push(started);
  return started;
}

/** Waits until everything runs. Fails with the output if it ends before. */
async function serving(started: Launch): Promise<Launch> {
  let code: number | null | undefined;
  void started.ended.then((ended) => (code = ended));
  await waitFor('the start to be done', () => {
    if (code !== undefined) throw new Error(`ended with ${code}: ${started.output()}`);
    return started.output().includes('Ctrl-C stops everything');
  });
  return started;
}

const reportIn = (started: Launch) => /Report ([0-9a-f-]{36})/.exec(started.output())![1]!;

const lastLine = (started: Launch) => started.output().trim().split('\n').at(-1)!;

/** Only Linux shows command lines and environments of processes as files; elsewhere this is not checked. */
const onLinux = process.platform === 'linux';

/** Returns the processes whose command line or environment names the folder of this test. */
async function processesOfTest(): Promise<number[]> {
  if (!onLinux) return [];
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const named = await Promise.all(
    ids.map(async (id) => {
      const texts = await Promise.all(
        ['cmdline', 'environ'].map((file) => readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '')),
      );
      return texts.some((text) => text.includes(folder.path));
    }),
  );
  return ids.filter((_, index) => named[index]);
}

beforeAll(async () => {
  folder = await createTestFolder();
  // If root runs the tests, PostgreSQL runs as another user, who must reach the folder.
  await chmod(folder.path, 0o755);
  environment = {
    PATH: process.env.PATH!,
    HOME: process.env.HOME!,
    STATE_DIR: path.join(folder.path, 'state of it'),
    PORT: String(await freePort()),
    TEMPORAL_PORT: String(await freePort()),
    TEMPORAL_UI_PORT: String(await freePort()),
  };
});

afterEach(async () => {
  for (const { pid, ended } of launched.splice(0)) {
    try {
      process.kill(pid, 'SIGTERM');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    await ended;
  }
});

afterAll(async () => {
  await folder.remove();
});

describe('npm start', () => {
  it(
    'shows a report of the sample, and the next start the same one, in a folder whose name has spaces',
    async () => {
      const first = await serving(launch());
      const http = httpClient(`http://127.0.0.1:${environment.PORT}`);
      const reportId = reportIn(first);
      const { body } = await http.get(`/reports/${reportId}`);
      expect(body).toMatchObject({ status: 'Complete', asOf: '2025-03-12T17:45:10.250000Z', csv: { rows: 60 } });
      expect(body.workflow.url).toContain(`:${environment.TEMPORAL_UI_PORT}/`);
      expect((await fetch(`http://127.0.0.1:${environment.TEMPORAL_UI_PORT}/`)).status).toBe(200);
      expect((await stat(path.join(environment.STATE_DIR!, 'reports', `${reportId}.csv`))).size).toBe(body.csv.bytes);
      expect(first.output()).toContain('up hour (min)');
      expect(first.output()).toMatch(/Time zones +release 2026f/);

      process.kill(first.pid, 'SIGINT');
      expect(await first.ended).toBe(0);
      expect(await processesOfTest()).toEqual([]);

      const second = await serving(launch());
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
      const killed = await serving(launch());
      const processes = await processesOfTest();
      const supervisor = (
        await Promise.all(
          processes.map(async (id) => ({ id, line: await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '') })),
        )
      ).find(({ line }) => line.includes('dist/dev/start.js'))!;
      process.kill(supervisor.id, 'SIGKILL');
      await killed.ended;

      const next = await serving(launch());
      expect(reportIn(next)).toBe(reportIn(killed));
      process.kill(next.pid, 'SIGINT');
      expect(await next.ended).toBe(0);
      expect(await processesOfTest()).toEqual([]);
    },
    MINUTES,
  );

  it(
    'is refused beside itself, naming the one that runs',
    async () => {
      await serving(launch());
      const other = launch({ PORT: String(await freePort()) });
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
      const started = launch({ PORT: String(port) });
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
    [{ TEMPORAL_ADDRESS: '127.0.0.1:1' }, 'TEMPORAL_ADDRESS'],
    [{ TZDATA_DIR: 'docs' }, "docs can't be used: it has no zone America/Chicago. Set TZDATA_DIR to a folder"],
  ])('says in its last line what is wrong with %j', async (overrides, expected) => {
    const started = launch(overrides);
    expect(await started.ended).toBe(1);
    expect(lastLine(started)).toContain(expected);
    expect(started.output()).not.toContain('secret');
    expect(await processesOfTest()).toEqual([]);
  });
});
