import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { messageOf } from '../domain/error-message.js';

/** The driver would take others, too, but checks no certificate for some, and more than psql for others. */
const SSL_MODES = ['disable', 'verify-full'];

const PEM_PARAMETERS: Readonly<Record<string, (pem: Buffer) => unknown>> = {
  sslrootcert: (pem) => new X509Certificate(pem),
  sslcert: (pem) => new X509Certificate(pem),
  sslkey: (pem) => createPrivateKey(pem),
};

/** Says what is wrong with the parameters about encryption of a database URL; null if nothing is. */
export function databaseUrlProblem(url: string): string | null {
  const { searchParams } = new URL(url);
  const mode = searchParams.get('sslmode');
  if (mode !== null && !SSL_MODES.includes(mode)) return `sslmode must be ${SSL_MODES.join(' or ')}`;
  if (searchParams.has('ssl')) return 'instead of ssl it must have sslmode=verify-full or sslmode=disable';
  const files = Object.keys(PEM_PARAMETERS).filter((name) => searchParams.has(name));
  if (files.length > 0 && mode !== 'verify-full') return `beside ${files[0]!} it must have sslmode=verify-full`;
  if (searchParams.has('sslcert') !== searchParams.has('sslkey')) return 'sslcert and sslkey must be set together';
  for (const name of files) {
    try {
      PEM_PARAMETERS[name]!(readFileSync(searchParams.get(name)!));
    } catch (error) {
      return `${name} must name a file in the PEM format (${messageOf(error)})`;
    }
  }
  return null;
}
