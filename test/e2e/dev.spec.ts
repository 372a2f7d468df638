import { cp, glob, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../dev/processes/command.js';
import { httpClient } from '../support/client/http.js';
import { hasPrinted, useNpmStart } from '../support/system/use-npm-start.js';
import { waitFor } from '../support/wait-for.js';

const MINUTES = 6 * 60_000;

const npmStart = useNpmStart();
let project: string;

/** A copy, since its code is going to be changed. */
beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'storelight-project-'));
  const { include } = JSON.parse(await readFile('tsconfig.json', 'utf8')) as { include: string[] };
  const files = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];
  for (const name of [...include, ...files, 'bin', 'dist', 'data', 'tzdata', 'web', 'docs']) {
    await cp(name, path.join(project, name), { recursive: true, preserveTimestamps: true });
  }
  await symlink(path.resolve('node_modules'), path.join(project, 'node_modules'));
});

afterAll(async () => {
  await rm(project, { recursive: true, force: true });
});

async function processIds(): Promise<string[]> {
  const ids: string[] = [];
  const files = ['postgres/cluster/data/postmaster.pid', 'temporal/temporal.process.json'];
  for await (const file of glob(files, { cwd: npmStart.stateDir })) {
    ids.push(/\d+/.exec(await readFile(path.join(npmStart.stateDir, file), 'utf8'))![0]);
  }
  return ids;
}

async function replaceIn(file: string, text: string, replacement: string): Promise<void> {
  const content = await readFile(path.join(project, file), 'utf8');
  expect(content).toContain(text);
  await writeFile(path.join(project, file), content.replaceAll(text, replacement));
}

describe('npm run nest -- generate', () => {
  it('puts the parts of a resource into its folder, without specs', async () => {
    const generate = (schematic: string) =>
      runCommand(process.execPath, ['bin/launch.js', 'nest', 'generate', schematic, 'alerts/alert', '--dry-run'], {
        cwd: project,
      });
    const output = await generate('module');
    expect(output).toContain('CREATE src/alerts/alert.module.ts');
    expect(output).toContain('UPDATE src/app.module.ts');
    for (const part of ['controller', 'service']) {
      const created = [...(await generate(part)).matchAll(/CREATE (\S+)/g)].map(([, file]) => file);
      expect(created).toEqual([`src/alerts/alert.${part}.ts`]);
    }
  });
});

describe('npm run dev', () => {
  it(
    'starts the API and the worker again after a change of the code, while the servers stay up',
    async () => {
      const http = httpClient(npmStart.url);
      const started = npmStart.launch({ LOG_LEVEL: 'log' }, { command: 'dev', project });
      await waitFor('everything to run', () => started.output().includes('Ctrl-C stops everything'), MINUTES);
      expect(started.output()).toMatch(/Report [0-9a-f-]{36}/);
      const servers = await processIds();
      expect(servers).toHaveLength(2);
      const startsOf = (name: string) =>
        started.output().match(new RegExp(`^${name}.*computes with`, 'gm'))?.length ?? 0;
      expect([startsOf('API'), startsOf('worker')]).toEqual([1, 1]);

      await replaceIn('src/health/health.controller.ts', "return { status: 'ok' };", "return { status: 'changed' };");
      await waitFor(
        'the change to be served',
        async () => (await http.get('/health/live').catch(() => null))?.body.status === 'changed',
        MINUTES,
      );
      await waitFor('the worker to start again', () => startsOf('worker') === 2);
      expect(await http.report()).toMatchObject({ status: 'Complete' });
      expect(await processIds()).toEqual(servers);

      await replaceIn('src/health/health.controller.ts', "{ status: 'changed' }", '{ status: oops }');
      await hasPrinted(started, "Cannot find name 'oops'");
      expect((await http.get('/health/live')).body.status).toBe('changed');

      process.kill(started.pid, 'SIGINT');
      expect(await started.ended).toBe(0);
      expect(await npmStart.processes()).toEqual([]);
    },
    MINUTES,
  );
});
