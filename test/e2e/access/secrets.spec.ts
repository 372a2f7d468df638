import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../dev/processes/ports.js';
import { ensureSchedules } from '../../../src/temporal/schedules.js';
import { httpClient } from '../../support/client/http.js';
import { upload } from '../../support/client/upload.js';
import { polls } from '../../support/data/importing.js';
import { startApiProcess, startWorkerProcess, type TestProcess } from '../../support/system/processes.js';
import { query } from '../../support/system/query.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const system = useSystem();
const processes: TestProcess[] = [];
/** By what they are of. */
const secrets = new Map<string, string>();
/** Every answer, but for those that tell a secret on purpose. */
const answers: string[] = [];

afterAll(async () => {
  await Promise.all(processes.map((process) => process.kill()));
});

/** Uses the whole product once, with everything that may go wrong and be logged. */
beforeAll(async () => {
  const port = await freePort();
  const environment = { AUTH: 'required', LOG_LEVEL: 'verbose' };
  const api = await startApiProcess({ ...system.config, port }, environment);
  const worker = await startWorkerProcess(system.config, environment);
  processes.push(api, worker);
  await ensureSchedules(system.temporal.client, system.config);
  const url = `http://127.0.0.1:${port}`;
  const first = /sl_\w{36}/.exec(api.output())![0];
  secrets.set('the password of the database', new URL(system.config.databaseUrl!).password);

  const ask = async (
    key: string | undefined,
    method: string,
    to: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => {
    const answer = await httpClient(url, key).send(method, to, body, headers);
    answers.push(answer.text, JSON.stringify([...answer.headers].filter(([name]) => name !== 'set-cookie')));
    return answer;
  };
  const make = async (of: string, role: string, stores: string[] | null = null): Promise<any> => {
    const { body } = await httpClient(url, first).post('/keys', { name: of, role, stores });
    secrets.set(of, body.secret);
    return body;
  };

  const operator = await make('an operator', 'operator');
  const owner = await make('an owner', 'operator', ['a']);
  const revoked = await make('a revoked key', 'reader');
  await ask(first, 'DELETE', `/keys/${revoked.keyId}`);
  const { body: rotated } = await httpClient(url, first).post(`/keys/${owner.keyId}/rotate`);
  secrets.set('a rotated key', rotated.secret);
  // A character of it is wrong: also what is nearly a secret is in no log.
  secrets.set('a mistyped key', `${operator.secret.slice(0, -1)}${operator.secret.endsWith('0') ? '1' : '0'}`);

  const logIn = await ask(undefined, 'POST', '/session', { key: operator.secret }, { origin: url });
  const cookie = logIn.headers.get('set-cookie')!.split(';')[0]!;
  secrets.set('a session', cookie.split('=')[1]!);
  await ask(undefined, 'GET', '/session', undefined, { cookie });
  for (const bad of ['a revoked key', 'a mistyped key']) {
    await ask(secrets.get(bad), 'GET', '/stores');
    await ask(undefined, 'POST', '/session', { key: secrets.get(bad) }, { origin: url });
  }
  await ask(undefined, 'POST', '/session', `{"key":"${operator.secret}"`, { 'content-type': 'application/json' });
  await ask(undefined, 'GET', `/nothing?key=${rotated.secret.slice(0, 3)}`);

  const { body } = await upload(url, ['polls.csv', polls('a,2023-01-24 12:00 UTC,active')]).catch(() => ({
    body: {} as any,
  }));
  answers.push(JSON.stringify(body));
  await ask(operator.secret, 'POST', '/polls', { storeId: 'a', at: '2023-01-24T13:00:00Z', status: 'active' });
  await query(system.ownerUrl, `alter table store add constraint refused check (external_id <> 'broken')`);
  expect((await ask(operator.secret, 'POST', '/stores', { storeId: 'broken' })).status).toBe(500);
  const { reportId } = (await ask(rotated.secret, 'POST', '/reports', {})).body;
  await httpClient(url, operator.secret).waitUntilEnded(reportId);
  await ask(rotated.secret, 'GET', `/reports/${reportId}`);
  await ask(operator.secret, 'POST', '/schedules/report-hourly/trigger');
  await ask(first, 'GET', '/keys');
  await ask(first, 'GET', '/audit?limit=1000');
  secrets.set('the first key', first);
});

/** The part of a key between what its hint shows. */
const innerPart = (secret: string) => (secret.startsWith('sl_') ? secret.slice(7, -4) : secret);

function expectNoneIn(text: string): void {
  expect(text.length).toBeGreaterThan(0);
  const found = [...secrets].filter(([, secret]) => text.includes(innerPart(secret))).map(([of]) => of);
  expect(found).toEqual([]);
}

describe('after everything was used, no secret', () => {
  it('is in the log of the API, which prints the first key once, or of the worker', () => {
    const [api, worker] = processes.map((process) => process.output());
    const printed = `shown only now: ${secrets.get('the first key')}`;
    expect(api!.split(printed)).toHaveLength(2);
    expectNoneIn(api!.replace(printed, ''));
    expectNoneIn(worker!);
  });

  it('is in an answer, apart from that which makes it', () => {
    expectNoneIn(answers.join('\n'));
  });

  it('is in the history of a workflow', async () => {
    const { client } = system.temporal;
    const histories: string[] = [];
    await waitFor('the workflows to be listed', async () => {
      histories.length = 0;
      for await (const { workflowId, runId } of client.workflow.list()) {
        histories.push(
          JSON.stringify(await client.workflow.getHandle(workflowId, runId).fetchHistory(), decodePayloads),
        );
      }
      return histories.some((history) => history.includes('generateReport'));
    });
    expectNoneIn(histories.join('\n'));
  });

  it('is in a table of the database', async () => {
    const tables = await query(
      system.ownerUrl,
      `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    const rows = await Promise.all(
      tables.map(([name]) => query(system.ownerUrl, `select to_jsonb(t)::text from "${String(name)}" t`)),
    );
    expectNoneIn(JSON.stringify(rows));
  });

  it('is in a file, apart from that of the first key', async () => {
    const files = await readdir(system.config.stateDir, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files
        .filter((file) => file.isFile() && file.name !== 'admin-key')
        .map((file) => readFile(path.join(file.parentPath, file.name), 'utf8')),
    );
    expectNoneIn(texts.join('\n'));
  });
});

/** Payloads are bytes, which JSON would show as numbers. */
function decodePayloads(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString() : value;
}
