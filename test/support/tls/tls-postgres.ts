import { chown, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { startPostgres, type RunningPostgres } from '../../../dev/postgres/embedded-postgres.js';
import type { IssuedCertificate } from './certificates.js';

/** Starts a PostgreSQL that takes encrypted connections only, from clients with a certificate of the authority. */
export async function startTlsPostgres(
  dir: string,
  { certificate, key }: IssuedCertificate,
  clientAuthority: string,
): Promise<RunningPostgres> {
  const postgres = await startPostgres({ dir });
  const data = path.join(dir, 'cluster', 'data');
  const files = {
    'server.crt': certificate,
    'server.key': key,
    'clients.crt': clientAuthority,
    'pg_hba.conf': 'hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca\n',
  };
  // If root runs the tests, PostgreSQL runs as another user.
  const { uid, gid } = await stat(data);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(data, name);
    await writeFile(file, content, { mode: 0o600 });
    await chown(file, uid, gid);
  }
  const client = new pg.Client({ connectionString: postgres.ownerUrl });
  await client.connect();
  for (const [name, value] of [
    ['ssl_cert_file', 'server.crt'],
    ['ssl_key_file', 'server.key'],
    ['ssl_ca_file', 'clients.crt'],
    ['ssl', 'on'],
  ]) {
    await client.query(`alter system set ${name} = '${value}'`);
  }
  await client.query('select pg_reload_conf()');
  await client.end();
  return postgres;
}
