import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DCLinter } from 'dclint';
import {
  COMPOSE_FILE,
  interpolateText,
  readCompose,
  type ComposeFile,
  type Service,
} from '../../support/deployment/compose.js';
import { documentedEnvironment } from '../../support/deployment/documented-environment.js';
import { createTestFolder, type TestFolder } from '../../support/system/folder.js';

/** dclint knows no merge keys: here they come first, since they say what a service inherits. */
const LINT_RULES = {
  'service-keys-order': [1, { groups: { 'Core Definitions': ['<<', 'image', 'build', 'container_name'] } }],
};

let folder: TestFolder;
let variables: Record<string, string>;
let compose: ComposeFile;
let services: [string, Service][];

beforeAll(async () => {
  folder = await createTestFolder();
  variables = await documentedEnvironment();
  compose = await readCompose(variables);
  services = Object.entries(compose.services);
});

afterAll(() => folder.remove());

const isStep = (name: string) =>
  services.some(([, { depends_on = {} }]) => depends_on[name]?.condition === 'service_completed_successfully');
const isServer = (name: string) => !isStep(name) && name !== 'storelight';

/** Lints a file with the variables in their places: dclint does not know variables. */
async function lint(file: string, rules: object = LINT_RULES): Promise<unknown[]> {
  const text = interpolateText(await readFile(file, 'utf8'), variables);
  const written = await folder.write(path.basename(file), text);
  const linter = new DCLinter({ rules: rules as never, quiet: false, debug: false, exclude: [] });
  const results = linter.lintFiles([written], false);
  expect(results).toHaveLength(1);
  return results[0]!.messages;
}

describe('docker-compose.yml', () => {
  it('is valid by the schema of Compose, and by dclint', async () => {
    expect(await lint(COMPOSE_FILE)).toEqual([]);
  });

  it('would not be, with a key that Compose does not know', async () => {
    const invalid = await folder.write('invalid.yml', 'services:\n  api:\n    image: a:1.0\n    restarts: always\n');
    expect(await lint(invalid)).toMatchObject([{ rule: 'invalid-schema' }]);
  });

  it('pins each image to a version', () => {
    for (const [name, { image }] of services) {
      expect([name, image]).toEqual([name, expect.stringMatching(/^[\w/-]+:\d+\.\d+/)]);
    }
  });

  it('starts each server again, asks it for its health (except workers), and lets a step end', () => {
    for (const [name, { restart, healthcheck }] of services) {
      if (isServer(name)) expect([name, restart]).toEqual([name, 'unless-stopped']);
      if (isStep(name)) expect([name, restart]).toEqual([name, 'on-failure:5']);
      expect([name, healthcheck !== undefined]).toEqual([name, isServer(name) && name !== 'worker']);
    }
    expect(services.map(([name]) => name).filter(isStep)).toEqual([
      'migration',
      'temporal-namespace',
      'temporal-schema',
    ]);
  });

  it('has API and workers wait for the tables and the namespace, and these for healthy servers', () => {
    const waits = Object.fromEntries(
      services.map(([name, { depends_on = {} }]) => [
        name,
        Object.fromEntries(Object.entries(depends_on).map(([other, { condition }]) => [other, condition])),
      ]),
    );
    const ready = {
      migration: 'service_completed_successfully',
      'temporal-namespace': 'service_completed_successfully',
    };
    expect(waits).toEqual({
      api: ready,
      worker: ready,
      migration: { postgres: 'service_healthy' },
      postgres: {},
      storelight: { api: 'service_started' },
      temporal: { 'temporal-schema': 'service_completed_successfully' },
      'temporal-namespace': { temporal: 'service_healthy' },
      'temporal-schema': { postgres: 'service_healthy' },
      'temporal-ui': { temporal: 'service_healthy' },
    });
  });

  it('gives only the API a port, on 127.0.0.1, and keeps the others on a network without a way out', () => {
    expect(compose.networks).toEqual({ internal: { internal: true }, outside: null });
    for (const [name, { ports, networks, network_mode }] of services) {
      if (name === 'api') {
        expect({ ports, networks }).toEqual({ ports: ['127.0.0.1:3000:3000'], networks: ['internal', 'outside'] });
      } else {
        expect([name, ports]).toEqual([name, undefined]);
        expect(networks ?? network_mode).toEqual(name === 'storelight' ? 'service:api' : ['internal']);
      }
    }
  });

  it('runs Storelight without rights, on a file system that it can only read, with folders that API and workers share', () => {
    const ours = services.filter(([, { image }]) => image.startsWith('storelight:'));
    expect(ours.map(([name]) => name)).toEqual(['api', 'migration', 'storelight', 'worker']);
    for (const [name, service] of ours) {
      expect([name, service]).toMatchObject([
        name,
        {
          read_only: true,
          tmpfs: ['/tmp'],
          cap_drop: ['ALL'],
          security_opt: ['no-new-privileges:true'],
          mem_limit: '1gb',
        },
      ]);
    }
    const shared = ['reports:/var/lib/storelight/reports', 'uploads:/var/lib/storelight/uploads'];
    expect(compose.services.api!.volumes).toEqual(expect.arrayContaining(shared));
    expect(compose.services.worker!.volumes).toEqual(['/srv/storelight/data:/data:ro', ...shared]);
  });

  it('runs two workers, and gives each 45 seconds to stop', () => {
    expect(compose.services.worker).toMatchObject({ deploy: { replicas: 2 }, stop_grace_period: '45s' });
  });

  it('mounts files that exist, and volumes that it declares', async () => {
    const sources = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]!));
    const named = sources.filter((source) => /^\w+$/.test(source));
    expect(new Set(named)).toEqual(new Set(Object.keys(compose.volumes)));
    const files = sources.filter((source) => source.startsWith('./'));
    expect(files).toHaveLength(3);
    for (const file of files) expect([file, ((await stat(file)).mode & 0o555) === 0o555]).toEqual([file, true]);
  });

  it('has the page of Temporal opened on 127.0.0.1 by a second file', async () => {
    const text = await readFile('deploy/temporal-page.yml', 'utf8');
    expect(await lint('deploy/temporal-page.yml', { 'require-project-name-field': 0 })).toEqual([]);
    expect(text).toContain("- '127.0.0.1:8080:8080'");
  });

  it('takes the server and the tools of Temporal in one version', () => {
    const versions = ['temporal', 'temporal-schema', 'temporal-namespace'].map((name) => compose.services[name]!.image);
    expect(new Set(versions.map((image) => image.split(':')[1])).size).toBe(1);
  });
});
