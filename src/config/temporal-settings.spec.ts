import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthority } from '../../test/support/tls/certificates.js';
import { createTestFolder, type TestFolder } from '../../test/support/system/folder.js';
import { ConfigError } from './config-error.js';
import { loadConfig } from './config.js';
import { readTemporalSettings } from './temporal-settings.js';

let folder: TestFolder;
let files: Record<'authority' | 'certificate' | 'key' | 'otherKey' | 'settings', string>;

beforeAll(async () => {
  folder = await createTestFolder();
  const authority = await createAuthority('authority');
  const [client, other] = [await authority.issue({ name: 'client' }), await authority.issue({ name: 'other' })];
  files = {
    authority: await folder.write('authority.pem', authority.certificate),
    certificate: await folder.write('client.pem', client.certificate),
    key: await folder.write('client.key', client.key),
    otherKey: await folder.write('other.key', other.key),
    settings: await folder.write(
      'temporal.toml',
      '[profile.default]\naddress = "temporal.test:7233"\nnamespace = "stores"\napi_key = "of the file"\n',
    ),
  };
});

afterAll(async () => {
  await folder.remove();
});

describe("Temporal's own variables", () => {
  it('are not set by default, and a file in the home folder is not read', async () => {
    await folder.write('.config/temporalio/temporal.toml', '[profile.default]\naddress = "other.test:7233"\n');
    const expected = { address: undefined, namespace: undefined, credentials: {} };
    expect(readTemporalSettings({ HOME: folder.path, TEMPORAL_API_KEY: '', TEMPORAL_TLS: ' ' })).toEqual(expected);
  });

  it('switch TLS on with a key, and off in spite of it', () => {
    expect(readTemporalSettings({ TEMPORAL_API_KEY: 'k' }).credentials).toEqual({ apiKey: 'k', tls: true });
    expect(readTemporalSettings({ TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'false' }).credentials).toEqual({
      apiKey: 'k',
      tls: false,
    });
    expect(readTemporalSettings({ TEMPORAL_TLS: 'true' }).credentials.tls).toBeInstanceOf(Object);
  });

  it('give certificates by path or as text, and metadata', () => {
    const { credentials } = readTemporalSettings({
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: files.authority,
      TEMPORAL_TLS_SERVER_NAME: 'temporal.test',
      TEMPORAL_TLS_CLIENT_CERT_PATH: files.certificate,
      TEMPORAL_TLS_CLIENT_KEY_PATH: files.key,
      TEMPORAL_GRPC_META_TEAM: 'stores',
    });
    expect(credentials).toMatchObject({
      tls: { serverNameOverride: 'temporal.test', clientCertPair: { crt: expect.anything() } },
      metadata: { team: 'stores' },
    });
  });

  it('can be in a file, and the environment has precedence', () => {
    const inFile = { TEMPORAL_CONFIG_FILE: files.settings };
    expect(loadConfig(inFile)).toMatchObject({
      temporalAddress: 'temporal.test:7233',
      temporalNamespace: 'stores',
      temporalCredentials: { apiKey: 'of the file', tls: true },
    });
    expect(loadConfig({ ...inFile, TEMPORAL_NAMESPACE: 'others' }).temporalNamespace).toBe('others');
  });

  it.each<[() => Record<string, string>, string]>([
    [() => ({ TEMPORAL_TLS: 'yes' }), 'TEMPORAL_TLS is "yes": it must be true or false'],
    [
      () => ({ TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: 'true' }),
      'TEMPORAL_TLS_DISABLE_HOST_VERIFICATION is "true": it must not be set: set TEMPORAL_TLS_SERVER_NAME',
    ],
    [() => ({ TEMPORAL_CONFIG_FILE: '/none.toml' }), 'TEMPORAL_CONFIG_FILE is "/none.toml": it must be a file'],
    [() => ({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/none.pem' }), '_CA_CERT_PATH is "/none.pem": it must be a file'],
    [() => ({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: files.key }), 'it must be a certificate in the PEM format'],
    [
      () => ({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: files.authority, TEMPORAL_TLS_SERVER_CA_CERT_DATA: 'x' }),
      'it must not be set beside TEMPORAL_TLS_SERVER_CA_CERT_DATA',
    ],
    [
      () => ({ TEMPORAL_TLS_CLIENT_CERT_PATH: files.certificate }),
      'its key must be set, too, by TEMPORAL_TLS_CLIENT_KEY_PATH',
    ],
    [
      () => ({ TEMPORAL_TLS_CLIENT_KEY_PATH: files.key }),
      'its certificate must be set, too, by TEMPORAL_TLS_CLIENT_CERT_PATH',
    ],
    [
      () => ({ TEMPORAL_TLS_CLIENT_CERT_PATH: files.certificate, TEMPORAL_TLS_CLIENT_KEY_PATH: files.otherKey }),
      'it must be the key of the client certificate',
    ],
  ])('are checked: %#', (environment, expected) => {
    const read = () => loadConfig(environment());
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(expected);
  });

  it('are hidden in messages if they are keys', () => {
    const key = 'not a key';
    const read = () =>
      readTemporalSettings({ TEMPORAL_TLS_CLIENT_CERT_PATH: files.certificate, TEMPORAL_TLS_CLIENT_KEY_DATA: key });
    expect(read).toThrow('TEMPORAL_TLS_CLIENT_KEY_DATA is "***": it must be a private key');
  });
});

describe('TLS in a database URL', () => {
  const url = (parameters: string) => `postgresql://me:secret@db.test/x?${parameters}`;

  it('is verified in full, or off', () => {
    for (const parameters of [
      '',
      'sslmode=disable',
      'sslmode=verify-full',
      `sslmode=verify-full&sslrootcert=${files.authority}`,
    ]) {
      expect(loadConfig({ DATABASE_URL: url(parameters) }).databaseUrl).toBe(url(parameters));
    }
  });

  it.each<[() => string, string]>([
    [() => 'sslmode=require', 'sslmode must be disable or verify-full'],
    [() => 'ssl=true', 'instead of ssl it must have sslmode=verify-full'],
    [() => `sslrootcert=${files.authority}`, 'beside sslrootcert it must have sslmode=verify-full'],
    [() => `sslmode=verify-full&sslcert=${files.certificate}`, 'sslcert and sslkey must be set together'],
    [() => 'sslmode=verify-full&sslrootcert=/none.pem', 'sslrootcert must name a file in the PEM format (ENOENT'],
    [() => `sslmode=verify-full&sslrootcert=${files.key}`, 'sslrootcert must name a file in the PEM format'],
  ])('is checked: %#', (parameters, expected) => {
    const read = () => loadConfig({ DATABASE_URL: url(parameters()) });
    expect(read).toThrow(`DATABASE_URL is "postgresql://***@db.test/x?`);
    expect(read).toThrow(expected);
  });
});
