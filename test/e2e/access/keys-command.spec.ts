import { beforeAll, describe, expect, it } from '@jest/globals';
import { isSecret } from '../../../src/access/keys/key-secret.js';
import { httpClient } from '../../support/client/http.js';
import { runStorelight } from '../../support/client/storelight.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem({ environment: { AUTH: 'required' } });
let admin: string;

beforeAll(async () => {
  admin = (await addKey(system.database)).secret;
});

const storelight = (args: string[], environment: NodeJS.ProcessEnv = { STORELIGHT_KEY: admin }) =>
  runStorelight(args, { STORELIGHT_URL: system.url, INIT_CWD: system.folder.path, ...environment });

const session = async (secret: string) => (await httpClient(system.url, secret).get('/session')).body;

describe('storelight keys', () => {
  it('makes a key, and prints nothing but its secret to the output', async () => {
    const { code, output, remarks } = await storelight([
      'keys',
      'create',
      'till 7',
      ...['--role', 'reader', '--stores', 'a', 'b', '--expires-in-days', '30'],
    ]);
    expect(code).toBe(0);
    const secret = output.trim();
    expect(isSecret(secret)).toBe(true);
    expect(remarks).toMatch(/^[0-9a-f-]{36} {2}reader {2}till 7; its secret is shown only now:\n$/);
    expect(await session(secret)).toMatchObject({ role: 'reader', stores: ['a', 'b'] });
  });

  it('lists keys, rotates one and revokes one', async () => {
    const created = JSON.parse((await storelight(['--json', 'keys', 'create', 'agent', '--role', 'ingest'])).output);
    const rotated = await storelight(['keys', 'rotate', created.keyId, '--overlap-hours', '0']);
    expect(rotated.code).toBe(0);
    expect(await session(created.secret)).toMatchObject({ status: 401 });
    expect(await session(rotated.output.trim())).toMatchObject({ role: 'ingest' });
    const list = JSON.parse((await storelight(['--json', 'keys'])).output);
    const { keyId } = list.find(({ replaces }: any) => replaces === created.keyId);
    expect((await storelight(['keys', 'revoke', keyId])).output).toBe(`${keyId}  revoked\n`);
    expect(await session(rotated.output.trim())).toMatchObject({ status: 401 });
    const { output } = await storelight(['keys']);
    expect(output).toMatch(/^KEY +HINT +ROLE +NAME +STORES +LAST USE$/m);
    expect(output).toMatch(new RegExp(`^${keyId} +sl_.{4}….{4} +ingest +agent +all +.* +revoked `, 'm'));
  });

  it('takes the key from the option, a file, the variable, or the file of a variable', async () => {
    await system.folder.write('key', `${admin}\n`);
    const code = async (options: string[], environment: NodeJS.ProcessEnv) =>
      (await storelight([...options, 'keys'], environment)).code;
    expect(await code(['--key', admin], { STORELIGHT_KEY: 'sl_other' })).toBe(0);
    expect(await code(['--key-file', 'key'], { STORELIGHT_KEY: 'sl_other' })).toBe(0);
    expect(await code([], { STORELIGHT_KEY: admin, STORELIGHT_KEY_FILE: 'missing' })).toBe(0);
    expect(await code([], { STORELIGHT_KEY_FILE: 'key' })).toBe(0);
  });

  it('says what is missing without a key, or with a file that can not be read', async () => {
    expect(await storelight(['keys'], {})).toMatchObject({
      code: 1,
      remarks: expect.stringMatching(/^storelight: This needs a key\. AUTH is "required"\. /),
    });
    expect(await storelight(['--key-file', 'missing', 'keys'], {})).toMatchObject({
      code: 1,
      remarks: expect.stringMatching(/^storelight: the key can't be read: ENOENT/),
    });
  });

  it('makes one in the database, for who has none', async () => {
    const environment = { DATABASE_URL: system.config.databaseUrl };
    const { code, output } = await storelight(['keys', 'create', 'rescue', '--role', 'admin', '--local'], environment);
    expect(code).toBe(0);
    expect(await session(output.trim())).toMatchObject({ role: 'admin' });
  });

  it('checks what is asked for in the database like the API does', async () => {
    const environment = { DATABASE_URL: system.config.databaseUrl };
    const args = ['keys', 'create', 'rescue', '--role', 'admin', '--stores', 'a', '--local'];
    const { code, remarks } = await storelight(args, environment);
    expect(code).toBe(1);
    expect(remarks).toContain('a key with the role admin is not limited to stores');
  });
});
