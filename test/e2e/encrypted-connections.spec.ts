import { chmod, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freePort } from '../../dev/processes/ports.js';
import { loadConfig, type Config } from '../../src/config/config.js';
import { httpClient } from '../support/client/http.js';
import { uploadAndWait } from '../support/client/upload.js';
import { createAuthority, type Authority } from '../support/tls/certificates.js';
import { createTestDatabase, type TestDatabase } from '../support/system/database.js';
import { createTestFolder, type TestFolder } from '../support/system/folder.js';
import {
  runMigrationProcess,
  startApiProcess,
  startWorkerProcess,
  type TestProcess,
} from '../support/system/processes.js';
import { createTestNamespace, type TestTemporal } from '../support/system/temporal.js';
import { startTemporalTlsEnd, type TemporalTlsEnd } from '../support/tls/temporal-tls-end.js';
import { startTlsPostgres } from '../support/tls/tls-postgres.js';
import { lastLine, serving, useNpmStart } from '../support/system/use-npm-start.js';

const MINUTES = 4 * 60_000;
const API_KEY = 'a key of a test';

const npmStart = useNpmStart();

let folder: TestFolder;
let files: Record<'authority' | 'foreign' | 'certificate' | 'key' | 'foreignCertificate' | 'foreignKey', string>;
let postgres: Awaited<ReturnType<typeof startTlsPostgres>>;
let temporal: TestTemporal;
let tlsEnd: TemporalTlsEnd;
let expiredEnd: TemporalTlsEnd;
let plain: TestDatabase;
let config: Config;
let environment: Record<string, string>;
const running: TestProcess[] = [];

/** Returns the database URL for the name in the certificate, with other parameters; null leaves one out. */
function databaseUrl(changes: Record<string, string | null> = {}, host = 'localhost'): string {
  const url = new URL(postgres.ownerUrl);
  url.hostname = host;
  const { authority, certificate, key } = files;
  const parameters: Record<string, string | null> = {
    sslmode: 'verify-full',
    sslrootcert: authority,
    sslcert: certificate,
    sslkey: key,
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}

async function issueFiles(authority: Authority, foreign: Authority): Promise<void> {
  const [client, stranger] = [await authority.issue({ name: 'client' }), await foreign.issue({ name: 'client' })];
  const write = (name: string, content: string) => folder.write(`certificates of it/${name}.pem`, content);
  files = {
    authority: await write('authority', authority.certificate),
    foreign: await write('foreign', foreign.certificate),
    certificate: await write('certificate', client.certificate),
    key: await write('key', client.key),
    foreignCertificate: await write('foreign-certificate', stranger.certificate),
    foreignKey: await write('foreign-key', stranger.key),
  };
}

beforeAll(async () => {
  folder = await createTestFolder();
  // If root runs the tests, PostgreSQL runs as another user.
  await chmod(folder.path, 0o755);
  const [authority, foreign] = [await createAuthority('authority'), await createAuthority('foreign')];
  await issueFiles(authority, foreign);
  postgres = await startTlsPostgres(
    path.join(folder.path, 'postgres'),
    await authority.issue({ name: 'database', hosts: ['localhost'] }),
    authority.certificate,
  );
  temporal = await createTestNamespace();
  plain = await createTestDatabase();
  const end = { clientAuthority: authority.certificate, apiKey: API_KEY };
  tlsEnd = await startTemporalTlsEnd(temporal.address, {
    ...end,
    ...(await authority.issue({ name: 'temporal', hosts: ['temporal.test'] })),
  });
  expiredEnd = await startTemporalTlsEnd(temporal.address, {
    ...end,
    ...(await authority.issue({ name: 'temporal', hosts: ['temporal.test'], isExpired: true })),
  });
  environment = {
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: files.authority,
    TEMPORAL_TLS_SERVER_NAME: 'temporal.test',
    TEMPORAL_TLS_CLIENT_CERT_PATH: files.certificate,
    TEMPORAL_TLS_CLIENT_KEY_PATH: files.key,
    TEMPORAL_API_KEY: API_KEY,
  };
  config = loadConfig({
    PORT: String(await freePort()),
    DATABASE_URL: databaseUrl(),
    TEMPORAL_ADDRESS: tlsEnd.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    STATE_DIR: path.join(folder.path, 'state'),
    DATA_DIR: path.join(folder.path, 'data'),
  });
});

afterAll(async () => {
  await Promise.all(running.map((process) => process.kill()));
  await Promise.all([tlsEnd.close(), expiredEnd.close()]);
  await temporal.close();
  await plain.drop();
  await postgres.stop();
  await rm(folder.path, { recursive: true, force: true });
});

/** Runs a process that must not start, and returns its last line. */
async function refusalOf(program: 'API' | 'worker', overrides: Record<string, string>): Promise<string> {
  const start = program === 'API' ? startApiProcess : startWorkerProcess;
  const failure = await start(config, { ...environment, ...overrides }).then(
    async (process) => {
      await process.kill();
      throw new Error(`it started: ${process.output()}`);
    },
    (error: unknown) => error as Error,
  );
  return failure.message
    .replace(/^\w+ did not start: /, '')
    .trim()
    .split('\n')
    .at(-1)!;
}

describe('over encrypted connections, with client certificates and a key,', () => {
  it('a migration, the API, a worker and the schedules work', async () => {
    expect(await runMigrationProcess({ DATABASE_URL: config.databaseUrl! })).toEqual({ code: 0, output: '' });
    running.push(await startWorkerProcess(config, environment), await startApiProcess(config, environment));
    const url = `http://127.0.0.1:${config.port}`;
    const http = httpClient(url);
    expect((await http.get('/health/ready')).status).toBe(200);
    await uploadAndWait(url, ['polls.csv', 'store_id,timestamp_utc,status\n1,2023-01-23 11:00:00 UTC,active\n']);
    expect(await http.report()).toMatchObject({ status: 'Complete', csv: { rows: 1 } });
    const { body } = await http.get('/schedules');
    expect(body.items.map(({ scheduleId }: { scheduleId: string }) => scheduleId)).toContain('ingest-hourly');

    const client = new pg.Client({ connectionString: databaseUrl() });
    await client.connect();
    const { rows } = await client.query(
      `select application_name as name, bool_and(ssl) as encrypted from pg_stat_ssl join pg_stat_activity using (pid)
       where application_name like 'storelight%' group by 1 order by 1`,
    );
    await client.end();
    expect(rows).toEqual([
      { name: 'storelight-api', encrypted: true },
      { name: 'storelight-worker', encrypted: true },
    ]);
  });

  it(
    'npm start works',
    async () => {
      const started = npmStart.launch({
        ...environment,
        DATABASE_URL: databaseUrl(),
        TEMPORAL_ADDRESS: tlsEnd.address,
        TEMPORAL_NAMESPACE: temporal.namespace,
        TASK_QUEUE: 'of npm start',
      });
      await serving(started);
      expect(started.output()).toMatch(/Report [0-9a-f-]{36}/);
    },
    MINUTES,
  );
});

describe('a start is refused, and the last line says why and what to do,', () => {
  it.each<[string, () => string, RegExp]>([
    [
      'is of another authority',
      () => databaseUrl({ sslrootcert: files.foreign }),
      /\(.*certificate.*\): correct the host name, or set sslrootcert in DATABASE_URL/,
    ],
    [
      'has another name',
      () => databaseUrl({}, '127.0.0.1'),
      /\(Hostname\/IP does not match.*\): correct the host name/,
    ],
    [
      'is not sent by the client',
      () => databaseUrl({ sslcert: null, sslkey: null }),
      /\(.*client certificate.*\): set sslcert and sslkey in DATABASE_URL/,
    ],
    [
      'is of another authority than that of the clients',
      () => databaseUrl({ sslcert: files.foreignCertificate, sslkey: files.foreignKey }),
      /\(.*\): set sslcert and sslkey in DATABASE_URL/,
    ],
    [
      'is missing, since the server has no TLS',
      () => `${plain.url}?sslmode=verify-full`,
      /\(The server does not support SSL connections\): switch TLS on in that server, or remove sslmode/,
    ],
  ])('if a certificate of PostgreSQL %s', async (_, url, expected) => {
    const password = new URL(url()).password;
    const lines = [
      await refusalOf('API', { DATABASE_URL: url() }),
      await refusalOf('worker', { DATABASE_URL: url() }),
      (await runMigrationProcess({ DATABASE_URL: url() })).output.trim().split('\n').at(-1)!,
    ];
    for (const line of lines) {
      expect(line).toMatch(
        /^(API|worker|migration): no encrypted connection to the database at (localhost|127.0.0.1):\d+ /,
      );
      expect(line).toMatch(expected);
      expect(line).not.toContain(password);
    }
  });

  it.each<[string, () => Record<string, string>, RegExp]>([
    [
      'is of another authority',
      () => ({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: files.foreign }),
      /: correct TEMPORAL_ADDRESS or TEMPORAL_TLS_SERVER_NAME, or set TEMPORAL_TLS_SERVER_CA_CERT_PATH/,
    ],
    ['has another name', () => ({ TEMPORAL_TLS_SERVER_NAME: 'other.test' }), /temporal.test.*\): correct/],
    ['has expired', () => ({ TEMPORAL_ADDRESS: expiredEnd.address }), /\(certificate has expired\)/],
    [
      'is not sent by the client',
      () => ({ TEMPORAL_TLS_CLIENT_CERT_PATH: '', TEMPORAL_TLS_CLIENT_KEY_PATH: '' }),
      /: set TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH/,
    ],
    [
      'is of another authority than that of the clients',
      () => ({
        TEMPORAL_TLS_CLIENT_CERT_PATH: files.foreignCertificate,
        TEMPORAL_TLS_CLIENT_KEY_PATH: files.foreignKey,
      }),
      /: set TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH/,
    ],
    [
      'is missing, since the server has no TLS',
      () => ({ TEMPORAL_ADDRESS: temporal.address }),
      /: switch TLS on in that server, or set TEMPORAL_TLS=false/,
    ],
  ])('if a certificate of Temporal %s', async (_, overrides, expected) => {
    for (const program of ['API', 'worker'] as const) {
      const line = await refusalOf(program, overrides());
      expect(line).toMatch(/^(API|worker): no encrypted connection to the Temporal server at 127.0.0.1:\d+ \(.+\): /);
      expect(line).toMatch(expected);
    }
  });

  it('if the key of a worker is wrong', async () => {
    const line = await refusalOf('worker', { TEMPORAL_API_KEY: 'another key' });
    expect(line).toMatch(
      /^worker: the Temporal server at 127.0.0.1:\d+ refuses the connection .*: correct TEMPORAL_API_KEY/,
    );
    expect(line).not.toContain('another key');
  });

  it('by npm start, too', async () => {
    const ofDatabase = npmStart.launch({ ...environment, DATABASE_URL: databaseUrl({ sslrootcert: files.foreign }) });
    expect(await ofDatabase.ended).toBe(1);
    expect(lastLine(ofDatabase)).toMatch(/^no encrypted connection to the database at localhost:\d+ .*sslrootcert/);
    const ofTemporal = npmStart.launch({
      ...environment,
      DATABASE_URL: databaseUrl(),
      TEMPORAL_ADDRESS: tlsEnd.address,
      TEMPORAL_TLS_SERVER_NAME: 'other.test',
    });
    expect(await ofTemporal.ended).toBe(1);
    expect(lastLine(ofTemporal)).toMatch(/^no encrypted connection to the Temporal server .*TEMPORAL_TLS_SERVER_NAME/);
    const ofKey = npmStart.launch({
      ...environment,
      DATABASE_URL: databaseUrl(),
      TEMPORAL_ADDRESS: tlsEnd.address,
      TEMPORAL_API_KEY: 'another key',
    });
    expect(await ofKey.ended).toBe(1);
    expect(lastLine(ofKey)).toMatch(/^TEMPORAL_ADDRESS .*: correct TEMPORAL_API_KEY$/);
    const withoutAddress = npmStart.launch({ DATABASE_URL: databaseUrl(), TEMPORAL_API_KEY: API_KEY });
    expect(await withoutAddress.ended).toBe(1);
    expect(lastLine(withoutAddress)).toMatch(/^TEMPORAL_ADDRESS is not set, but a key or TLS for it is/);
  });
});
