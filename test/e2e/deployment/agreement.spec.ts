import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../../src/config/config-error.js';
import { loadConfig } from '../../../src/config/config.js';
import { readCompose, type Service } from '../../support/deployment/compose.js';
import { documentedEnvironment } from '../../support/deployment/documented-environment.js';
import {
  DOCKERFILE,
  environmentOf,
  readStages,
  stageNamed,
  valuesOf,
  type Stage,
} from '../../support/deployment/dockerfile.js';

/** Variables of docker-compose.yml that the command reads, and src/config does not. */
const READ_BY_COMMAND = ['STORELIGHT_KEY', 'STORELIGHT_KEY_FILE'];

/** Settings of API and workers that docker-compose.yml does not have, since its own servers and folders need none of them. */
const OF_OTHER_SET_UPS = ['PORT', 'TASK_QUEUE', 'TEMPORAL_API_KEY', 'TEMPORAL_TLS', 'TZDATA_DIR'];

let stages: Stage[];
let run: Stage;
let services: [string, Service][];
let manifest: { version: string; dependencies: { node: string } };
let operations: string;
let deployment: string;

beforeAll(async () => {
  stages = await readStages();
  run = stageNamed(stages, 'run');
  const all = Object.entries((await readCompose(await documentedEnvironment())).services);
  services = all.filter(([, { image }]) => image.startsWith('storelight:'));
  manifest = JSON.parse(await readFile('package.json', 'utf8'));
  operations = await readFile('docs/operations.md', 'utf8');
  deployment = await readFile('docs/deployment.md', 'utf8');
});

/** Whether src/config reads a variable: it then refuses a value such as this one, or returns another configuration. */
function isRead(name: string): boolean {
  try {
    return !isDeepStrictEqual(loadConfig({ [name]: 'x' }), loadConfig({}));
  } catch (error) {
    return error instanceof ConfigError;
  }
}

/** The rows of the table of variables in docs/operations.md: a variable, and what reads it. */
function documentedVariables(): [string, string][] {
  const rows = operations.matchAll(/^\| `([A-Z_]+)` +\|(?:[^|]*\|){2} ([^|]*?) +\|/gm);
  return [...rows].map(([, name, readers]) => [name!, readers!]);
}

function variablesOf(service: Service): string[] {
  return Object.keys(service.environment ?? {});
}

describe('the variables of the image and of docker-compose.yml', () => {
  const ofNode = ['NODE_ENV'];

  it('are read by src/config, and explained in docs/operations.md', () => {
    const names = new Set([...Object.keys(environmentOf(run)), ...services.flatMap(([, one]) => variablesOf(one))]);
    const documented = documentedVariables().map(([name]) => name);
    const settings = [...names].filter((name) => ![...ofNode, ...READ_BY_COMMAND].includes(name));
    expect(settings.length).toBeGreaterThan(10);
    expect(settings.filter((name) => !isRead(name))).toEqual([]);
    expect(settings.filter((name) => !documented.includes(name))).toEqual([]);
  });

  it('are all that API and workers read, but for those that other servers need', () => {
    const given = [...Object.keys(environmentOf(run)), ...services.flatMap(([, one]) => variablesOf(one))];
    const ofProcesses = documentedVariables().filter(([, readers]) => /API|worker|all/.test(readers));
    expect(ofProcesses.length).toBeGreaterThan(15);
    const missing = ofProcesses.map(([name]) => name).filter((name) => !given.includes(name));
    expect(missing.sort()).toEqual(OF_OTHER_SET_UPS);
  });

  it('are valid together, with the .env that the documented commands write', () => {
    const configs = services.map(([name, { environment }]) => [
      name,
      loadConfig({ ...environmentOf(run), ...environment }),
    ]);
    expect(Object.fromEntries(configs)).toMatchObject({
      api: {
        host: '0.0.0.0',
        port: 3000,
        reportsDir: '/var/lib/storelight/reports',
        uploadsDir: '/var/lib/storelight/uploads',
        stateDir: '/var/lib/storelight/state',
        databaseUrl: expect.stringMatching(
          /^postgresql:\/\/storelight_process:[0-9a-f]{48}@postgres:5432\/storelight$/,
        ),
        temporalAddress: 'temporal:7233',
        reportCron: '15 * * * *',
      },
      worker: { dataDir: '/data', temporalAddress: 'temporal:7233', temporalNamespace: 'default' },
    });
  });
});

describe('the image', () => {
  it('is that of this version, on the Node of package.json in each stage', () => {
    const node = `node:${manifest.dependencies.node}-bookworm-slim`;
    expect(stages.map(({ from }) => from)).toEqual([node, node, node]);
    for (const [, { image }] of services) expect(image).toBe(`storelight:${manifest.version}`);
    expect(deployment).toContain(`--tag storelight:${manifest.version} .`);
    const built = services.filter(([, { build }]) => build !== undefined);
    expect(built.map(([name, { build }]) => [name, build])).toEqual([
      ['migration', { context: '.', dockerfile: DOCKERFILE }],
    ]);
  });

  it('runs as another user than root, behind an init, and gives that user the folders of the volumes', () => {
    expect(valuesOf(run, 'USER')).toEqual(['node']);
    expect(valuesOf(run, 'ENTRYPOINT')).toEqual(['["/usr/bin/tini", "--"]']);
    const made = valuesOf(run, 'RUN').find((command) => command.startsWith('install -d -o node -g node '))!;
    const volumes = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[1]!));
    const writable = new Set(volumes.filter((folder) => folder.startsWith('/var/lib/')));
    expect(writable.size).toBe(3);
    for (const folder of writable) expect(made.split(/\s+/)).toContain(folder);
  });

  it('starts programs of this project, which docs/operations.md and docs/deployment.md name', () => {
    const commands = services.map(([name, { command, entrypoint }]) => [name, entrypoint ?? command!] as const);
    for (const [name, words] of commands) {
      const program = words.find((word) => word.startsWith('dist/'))!;
      expect([program, existsSync(program.replace('dist/', '').replace(/\.js$/, '.ts'))]).toEqual([program, true]);
      if (name === 'storelight') continue;
      expect(operations).toContain(`\`${words.join(' ')}\``);
      const isDefault = valuesOf(run, 'CMD')[0] === JSON.stringify(words).replaceAll(',', ', ');
      expect(isDefault || deployment.includes(` storelight:${manifest.version} ${words.join(' ')}\n`)).toBe(true);
    }
  });

  it('is built from files that exist, and of which .dockerignore lets no other through', async () => {
    const copied = ['dependencies', 'build'].flatMap((name) =>
      valuesOf(stageNamed(stages, name), 'COPY').flatMap((value) => value.split(' ').slice(0, -1)),
    );
    for (const file of copied) expect([file, existsSync(file)]).toEqual([file, true]);
    const ignore = await readFile('.dockerignore', 'utf8');
    const rules = ignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(new Set(rules)).toEqual(new Set(['*', ...copied.map((file) => `!${file}`), '**/*.spec.ts']));
  });
});

describe('docs/deployment.md', () => {
  it('lists each service with its state', async () => {
    const { services: all } = await readCompose(await documentedEnvironment());
    const listed = [...deployment.matchAll(/^\| `([\w-]+)` +\|/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(
      Object.keys(all)
        .filter((name) => name !== 'storelight')
        .sort(),
    );
  });

  it('names files that exist, and services that docker-compose.yml has', async () => {
    const { services: all } = await readCompose(await documentedEnvironment());
    const files = [...deployment.matchAll(/`((?:deploy|test)\/[\w./-]+)`/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect([file, existsSync(file)]).toEqual([file, true]);
    const used = [...deployment.matchAll(/docker compose (?:exec -T|exec|logs) ([\w-]+)/g)].map(([, name]) => name!);
    expect(used.length).toBeGreaterThan(3);
    for (const name of used) expect(Object.keys(all)).toContain(name);
  });
});
