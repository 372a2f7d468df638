import { messageOf } from './error-message.js';

/** Why an encrypted connection could not be made. */
export type TlsFailure =
  /** The certificate of the server is not trusted, or has another name. */
  | 'server certificate'
  /** The server wants a certificate of the client, or another one. */
  | 'client certificate'
  | 'no TLS';

/** Codes of Node and OpenSSL: https://nodejs.org/api/errors.html, https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE_CODES =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED)/;
/** Alerts that a server sends about the certificate of its client. */
const ALERT_CODES = /^ERR_SSL_.*ALERT/;
const NO_TLS_CODES = /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/;

/** Messages of PostgreSQL and its driver. */
const NO_TLS_MESSAGE = 'server does not support SSL';
const CLIENT_CERTIFICATE_MESSAGE = 'client certificate';

/** Returns the failure of TLS that an error or one of its causes stands for; null if it is none. */
export function tlsFailureOf(error: unknown): TlsFailure | null {
  for (let current = error; Error.isError(current); current = current.cause) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
    if (CERTIFICATE_CODES.test(code)) return 'server certificate';
    if (ALERT_CODES.test(code) || current.message.includes(CLIENT_CERTIFICATE_MESSAGE)) return 'client certificate';
    if (NO_TLS_CODES.test(code) || current.message.includes(NO_TLS_MESSAGE)) return 'no TLS';
  }
  return null;
}

/** The message of an error without line breaks, which those of OpenSSL contain: the last line of output says why. */
export function oneLine(error: unknown): string {
  return messageOf(error).replaceAll(/\s+/g, ' ').trim();
}
