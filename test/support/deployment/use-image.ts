import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { freePort } from '../../../dev/processes/ports.js';
import { createEmptyDatabase, type TestDatabase } from '../system/database.js';
import { createTestFolder, type TestFolder } from '../system/folder.js';
import { createTestNamespace, type TestTemporal } from '../system/temporal.js';
import { readCompose, type ComposeFile, type Service } from './compose.js';
import { documentedEnvironment } from './documented-environment.js';
import { environmentOf, readStages, stageNamed } from './dockerfile.js';
import { makeApp } from './image-steps.js';

/** A process of the image, as a service of docker-compose.yml starts it. */
export interface ImageProcess {
  readonly output: () => string;
  readonly ended: Promise<number | null>;
  /** Stops it as Docker does, and returns its exit code and how long it took. */
  stop(): Promise<{ code: number | null; seconds: number }>;
}

/** What is the image for a test: its folder, on real servers, empty at first. */
export interface UsedImage {
  /** /app in the image. */
  readonly app: string;
  /** Returns where a path of the image is. */
  at(file: string): string;
  start(service: string, args?: readonly string[]): ImageProcess;
  /** Runs a service to its end. */
  run(service: string, args?: readonly string[]): Promise<{ code: number | null; output: string }>;
  isHealthy(service: string): Promise<boolean>;
}

const MINUTES = 5 * 60_000;

/** Docker runs it as the first process; it passes signals on. */
const INIT = ['/usr/bin/tini', '--'];

/** Of root's tests: a user who can't write to the program. Others can't start a process as somebody else. */
export const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Makes the image before the tests of a file, and ends its processes after them. */
export function useImage(): UsedImage {
  let folder: TestFolder;
  let app: string;
  let compose: ComposeFile;
  let database: TestDatabase;
  let temporal: TestTemporal;
  let environment: Record<string, string>;
  const running: { child: ChildProcess; ended: Promise<unknown> }[] = [];
  const at = (file: string) => path.join(folder.path, file);

  beforeAll(async () => {
    folder = await createTestFolder();
    await chmod(folder.path, 0o755);
    compose = await readCompose(await documentedEnvironment());
    app = await makeApp(folder.path);
    await makeFolders(at);
    database = await createEmptyDatabase();
    temporal = await createTestNamespace();
    const port = String(await freePort());
    environment = {
      ...environmentOf(stageNamed(await readStages(), 'run')),
      PATH: `${at('bin')}:/usr/bin:/bin`,
      PORT: port,
      STORELIGHT_URL: `http://127.0.0.1:${port}`,
    };
  }, MINUTES);

  afterAll(async () => {
    for (const { child } of running) child.kill('SIGKILL');
    await Promise.all(running.map(({ ended }) => ended));
    await temporal.close();
    await database.drop();
    await folder.remove();
  });

  /** The variables of the image and of a service, with the servers and folders of this test. */
  function environmentFor(service: Service): Record<string, string> {
    const servers: Record<string, string> = {
      DATABASE_URL: database.url,
      MIGRATION_DATABASE_URL: database.ownerUrl,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
    };
    const given = Object.entries({ ...environment, ...service.environment });
    const place = (value: string) => (/^\/(var\/lib\/storelight|data)/.test(value) ? at(value) : value);
    return Object.fromEntries(given.map(([name, value]) => [name, servers[name] ?? place(value)]));
  }

  function launch(service: Service, [command, ...args]: readonly string[]): ImageProcess {
    const env = environmentFor(service);
    const child = spawn(command!, args, { cwd: app, env, stdio: ['ignore', 'pipe', 'pipe'], ...account });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    const ended = once(child, 'close').then(() => child.exitCode);
    running.push({ child, ended });
    return {
      output: () => output,
      ended,
      async stop() {
        const startedAt = performance.now();
        child.kill('SIGTERM');
        return { code: await ended, seconds: (performance.now() - startedAt) / 1000 };
      },
    };
  }

  function start(name: string, args?: readonly string[]): ImageProcess {
    const service = compose.services[name]!;
    const command = [...(service.entrypoint ?? []), ...(args ?? service.command ?? [])];
    const isInitial = INIT.every((word, index) => command[index] === word);
    return launch(service, isInitial ? command.slice(INIT.length) : command);
  }

  return {
    get app() {
      return app;
    },
    at,
    start,
    async run(name, args) {
      const { ended, output } = start(name, args);
      return { code: await ended, output: output() };
    },
    async isHealthy(name) {
      const service = compose.services[name]!;
      const [, ...command] = service.healthcheck!.test;
      const inTest = command.map((word) => word.replace('127.0.0.1:3000', `127.0.0.1:${environment.PORT}`));
      return (await launch(service, inTest).ended) === 0;
    },
  };
}

/** Makes the folders that the image has, and gives it a Node. */
async function makeFolders(at: (file: string) => string): Promise<void> {
  await mkdir(at('bin'));
  await mkdir(at('data'));
  await copyFile(process.execPath, at('bin/node'));
  for (const name of ['state', 'reports', 'uploads']) {
    const folder = at(`var/lib/storelight/${name}`);
    await mkdir(folder, { recursive: true });
    if (account.uid !== undefined) await chown(folder, account.uid, account.gid);
  }
}
