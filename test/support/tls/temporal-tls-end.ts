import { once } from 'node:events';
import {
  connect,
  constants,
  createSecureServer,
  type ClientHttp2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { IssuedCertificate } from './certificates.js';

export interface TemporalTlsEndOptions extends IssuedCertificate {
  /** Clients must have a certificate of this authority. */
  readonly clientAuthority: string;
  readonly apiKey: string;
}

export interface TemporalTlsEnd {
  /** host:port */
  readonly address: string;
  close(): Promise<void>;
}

const UNAUTHENTICATED = '16';

/** Starts a TLS end in front of a Temporal server, which takes clients with a certificate and the key only. */
export async function startTemporalTlsEnd(
  temporalAddress: string,
  { certificate, key, clientAuthority, apiKey }: TemporalTlsEndOptions,
): Promise<TemporalTlsEnd> {
  const temporal = connect(`http://${temporalAddress}`);
  const server = createSecureServer({
    cert: certificate,
    key,
    ca: clientAuthority,
    requestCert: true,
    rejectUnauthorized: true,
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    if (headers.authorization === `Bearer ${apiKey}`) forward(temporal, stream, headers);
    else refuse(stream);
  });
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session)).on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, 'close');
      temporal.destroy();
    },
  };
}

function refuse(stream: ServerHttp2Stream): void {
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': UNAUTHENTICATED,
      'grpc-message': 'the key is not known',
    },
    { endStream: true },
  );
}

/** Passes a gRPC call on, with its trailers and its cancellation. */
function forward(temporal: ClientHttp2Session, stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  const call = temporal.request(headers);
  let trailers: IncomingHttpHeaders = {};
  call.on('error', () => undefined);
  call.on('trailers', (received: IncomingHttpHeaders) => (trailers = received));
  call.on('response', (response, flags) => {
    const isWhole = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    if (stream.destroyed) return;
    stream.respond(response, isWhole ? { endStream: true } : { waitForTrailers: true });
    if (!isWhole) call.pipe(stream);
  });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  stream.on('close', () => call.close(constants.NGHTTP2_CANCEL));
  stream.pipe(call);
}
