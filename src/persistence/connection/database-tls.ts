import pg from 'pg';
import { parse } from 'pg-connection-string';
import { oneLine, tlsFailureOf, type TlsFailure } from '../../domain/tls-failure.js';

const CONNECT_TIMEOUT_MS = 3_000;

/** The variable with the URL of a database. */
export type DatabaseVariable = 'DATABASE_URL' | 'MIGRATION_DATABASE_URL';

const WHAT_TO_DO: Readonly<Record<TlsFailure, (variable: DatabaseVariable) => string>> = {
  'server certificate': (variable) =>
    `correct the host name, or set sslrootcert in ${variable} to the certificate of the authority that signed it`,
  'client certificate': (variable) =>
    `set sslcert and sslkey in ${variable} to a certificate that the server accepts, and its key`,
  'no TLS': (variable) => `switch TLS on in that server, or remove sslmode from ${variable}`,
};

/** Returns the options of the connection's TLS; undefined for none. MikroORM ignores those of a URL. */
export function tlsOptions(url: string) {
  const { ssl } = parse(url);
  return typeof ssl === 'object' ? ssl : undefined;
}

/**
 * Tries the TLS of a database URL. A server that is down is no failure: a process can start before it.
 * @throws {Error} that says what to do, if no encrypted connection can be made
 */
export async function checkDatabaseTls(url: string, variable: DatabaseVariable): Promise<void> {
  if (tlsOptions(url) === undefined) return;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const failure = tlsFailureOf(error);
    if (failure === null) return;
    const { host } = new URL(url);
    throw new Error(
      `no encrypted connection to the database at ${host} (${oneLine(error)}): ${WHAT_TO_DO[failure](variable)}`,
      { cause: error },
    );
  } finally {
    await client.end();
  }
}
