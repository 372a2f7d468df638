import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../dev/processes/ports.js';
import { httpClient } from '../../support/client/http.js';
import { rowsOf } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { startApiProcess, type TestProcess } from '../../support/system/processes.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem({ perTest: true });
const processes: TestProcess[] = [];

afterEach(async () => {
  await Promise.all(processes.splice(0).map((process) => process.kill()));
});

/** Starts an API process on a free port; returns it and its URL on this machine. */
async function startApi(environment: NodeJS.ProcessEnv): Promise<TestProcess & { readonly url: string }> {
  const port = await freePort();
  const process = await startApiProcess({ ...system.config, port }, environment);
  processes.push(process);
  return { ...process, url: `http://127.0.0.1:${port}` };
}

const keyFile = () => path.join(system.config.stateDir, 'admin-key');
const SECRET = /sl_[0-9A-Za-z]{36}/;
const numberOfKeys = async () => (await rowsOf(system.database, 'select count(*)::int from api_key'))[0]![0];

describe('the first key', () => {
  it('is made, printed once and written for its user alone, where the API listens beyond this machine', async () => {
    const api = await startApi({ HOST: '0.0.0.0' });
    const secret = SECRET.exec(api.output())![0];
    expect(api.output()).toContain(
      `The first API key (admin), shown only now: ${secret}\nIt is also in ${keyFile()}\n`,
    );
    expect(await readFile(keyFile(), 'utf8')).toBe(`${secret}\n`);
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
    expect((await httpClient(api.url, secret).get('/keys')).body.items).toMatchObject([
      { name: 'first key', role: 'admin', stores: null, expiresAt: null },
    ]);
    await api.stop();
    expect((await startApi({ HOST: '0.0.0.0' })).output()).not.toMatch(SECRET);
    expect(await numberOfKeys()).toBe(1);
  });

  it('is made by one of several processes that start at once', async () => {
    const apis = await Promise.all([1, 2, 3].map(() => startApi({ AUTH: 'required' })));
    const printed = apis.flatMap((api) => SECRET.exec(api.output())?.[0] ?? []);
    expect(printed).toHaveLength(1);
    expect(await readFile(keyFile(), 'utf8')).toBe(`${printed[0]}\n`);
    expect(await numberOfKeys()).toBe(1);
  });

  it('is not made on an API of this machine, nor where there is an admin key', async () => {
    expect((await startApi({})).output()).not.toMatch(SECRET);
    await addKey(system.database);
    expect((await startApi({ HOST: '0.0.0.0' })).output()).not.toMatch(SECRET);
    expect(await numberOfKeys()).toBe(1);
  });

  it('is made again if all admin keys have ended, since nobody could make one otherwise', async () => {
    const { keyId } = await addKey(system.database);
    await rowsOf(system.database, `update api_key set revoked_at = now() where key_id = '${keyId}'`);
    expect((await startApi({ AUTH: 'required' })).output()).toMatch(SECRET);
  });
});

describe('AUTH=off', () => {
  it('is said again in the log at each start, and makes no key', async () => {
    for (const HOST of ['0.0.0.0', '0.0.0.0']) {
      const { output } = await startApi({ HOST, AUTH: 'off' });
      expect(output()).toMatch(/WARN.*AUTH is off: whoever reaches 0\.0\.0\.0:\d+ may do everything, without a key/);
      expect(output()).not.toMatch(SECRET);
    }
  });
});
