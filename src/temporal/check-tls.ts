import { connect } from 'node:tls';
import { oneLine, tlsFailureOf, type TlsFailure } from '../domain/tls-failure.js';
import type { TemporalCredentials } from '../config/temporal-settings.js';

const TIMEOUT_MS = 3_000;

/** What a client of HTTP/2 sends first, with empty settings: https://www.rfc-editor.org/rfc/rfc9113#section-3.4 */
const HTTP2_PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0';

const WHAT_TO_DO: Readonly<Record<TlsFailure, string>> = {
  'server certificate':
    'correct TEMPORAL_ADDRESS or TEMPORAL_TLS_SERVER_NAME, or set TEMPORAL_TLS_SERVER_CA_CERT_PATH to the certificate ' +
    'of the authority that signed it',
  'client certificate':
    'set TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH to a certificate that the server accepts, and its key',
  'no TLS': 'switch TLS on in that server, or set TEMPORAL_TLS=false',
};

/**
 * Tries the TLS of a Temporal server, since the errors of Temporal's connections don't say what is wrong with it. A server
 * that is down is no failure.
 * @throws {Error} that says what to do, if no encrypted connection can be made
 */
export async function checkTemporalTls(address: string, { tls }: TemporalCredentials): Promise<void> {
  if (tls === undefined || tls === false) return;
  const error = await firstError(address, tls === true ? {} : tls);
  const failure = tlsFailureOf(error);
  if (failure === null) return;
  throw new Error(
    `no encrypted connection to the Temporal server at ${address} (${oneLine(error)}): ${WHAT_TO_DO[failure]}`,
    { cause: error },
  );
}

/** Connects and waits for the first byte: only after the handshake does a server refuse a client's certificate. */
async function firstError(address: string, tls: Exclude<TemporalCredentials['tls'], boolean | undefined>) {
  const [host, port] = address.split(':');
  const socket = connect({
    host,
    port: Number(port),
    ALPNProtocols: ['h2'],
    ...(tls.serverNameOverride ? { servername: tls.serverNameOverride } : {}),
    ...(tls.serverRootCACertificate ? { ca: Buffer.from(tls.serverRootCACertificate) } : {}),
    ...(tls.clientCertPair
      ? { cert: Buffer.from(tls.clientCertPair.crt), key: Buffer.from(tls.clientCertPair.key) }
      : {}),
  });
  try {
    return await new Promise<unknown>((resolve) => {
      let isEncrypted = false;
      socket.once('secureConnect', () => {
        isEncrypted = true;
        socket.write(HTTP2_PREFACE);
      });
      socket.on('error', (error: Error) => resolve(isEncrypted && isReset(error) ? refusal(error) : error));
      socket.once('data', () => resolve(undefined));
      socket.once('end', () => resolve(isEncrypted ? refusal() : undefined));
      socket.setTimeout(TIMEOUT_MS, () => resolve(undefined));
    });
  } finally {
    socket.destroy();
  }
}

/** Some servers close the connection without saying that they did not accept the certificate. */
function refusal(cause?: unknown): Error {
  return new Error('the server accepted no client certificate, and closed the connection', { cause });
}

function isReset(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}
