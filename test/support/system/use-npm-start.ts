import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { freePort } from '../../../dev/processes/ports.js';
import { waitFor } from '../wait-for.js';
import { createTestFolder, type TestFolder } from './folder.js';

/** A run of `npm start`. */
export interface Launch {
  readonly pid: number;
  output(): string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

export interface LaunchOptions {
  /** By default `start`. */
  readonly command?: 'start' | 'dev';
  /** The folder of the code. By default that of the tests. */
  readonly project?: string;
}

/** Runs of `npm start` with a folder and ports of their own. They can be used while hooks and tests run. */
export interface UsedNpmStart {
  readonly folder: TestFolder;
  readonly stateDir: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The URL of the API. */
  readonly url: string;
  /** Runs `npm start` without npm, which would not pass signals on. It is stopped after the test. */
  launch(overrides?: Record<string, string>, options?: LaunchOptions): Launch;
  /** Returns the processes whose command line or environment names the folder; none on systems that don't show them. */
  processes(): Promise<number[]>;
}

/** Only Linux shows command lines and environments of processes as files; elsewhere this is not checked. */
export const onLinux = process.platform === 'linux';

export function useNpmStart(): UsedNpmStart {
  let folder: TestFolder;
  let environment: Record<string, string>;
  const launched: Launch[] = [];

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

  return {
    get folder() {
      return folder;
    },
    get stateDir() {
      return environment.STATE_DIR!;
    },
    get environment() {
      return environment;
    },
    get url() {
      return `http://127.0.0.1:${environment.PORT}`;
    },
    launch(overrides = {}, options = {}) {
      const started = launch({ ...environment, ...overrides }, options);
      launched.push(started);
      return started;
    },
    processes: () => processesNaming(folder.path),
  };
}

function launch(environment: Record<string, string>, { command = 'start', project = '.' }: LaunchOptions): Launch {
  const child = spawn(process.execPath, ['bin/launch.js', command], {
    cwd: project,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = once(child, 'close').then(() => child.exitCode);
  return { pid: child.pid!, output: () => output, ended };
}

async function processesNaming(text: string): Promise<number[]> {
  if (!onLinux) return [];
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const named = await Promise.all(
    ids.map(async (id) => {
      const texts = await Promise.all(
        ['cmdline', 'environ'].map((file) => readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '')),
      );
      return texts.some((one) => one.includes(text));
    }),
  );
  return ids.filter((_, index) => named[index]);
}

/** Waits until the output contains a text. Fails with the output if the run ends before. */
export async function hasPrinted(started: Launch, text: string): Promise<Launch> {
  let code: number | null | undefined;
  void started.ended.then((ended) => (code = ended));
  await waitFor(`the output to contain "${text}"`, () => {
    if (started.output().includes(text)) return true;
    if (code !== undefined) throw new Error(`ended with ${code}: ${started.output()}`);
    return false;
  });
  return started;
}

/** Waits until everything runs, and the first report is made. */
export async function serving(started: Launch): Promise<Launch> {
  return hasPrinted(started, 'Ctrl-C stops everything');
}

export function lastLine(started: Launch): string {
  return started.output().trim().split('\n').at(-1)!;
}
