import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A certificate and its key, in the PEM format. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateOptions {
  readonly name: string;
  /** DNS names and IP addresses of a server. */
  readonly hosts?: readonly string[];
  readonly isExpired?: boolean;
}

/** A certificate authority of one test. */
export interface Authority {
  readonly certificate: string;
  issue(options: CertificateOptions): Promise<IssuedCertificate>;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

const daysFromNow = (days: number) => new Date(Date.now() + days * DAY_MS);

export async function createAuthority(name: string): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const issuer = `CN=${name}`;
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: issuer,
    keys,
    notBefore: daysFromNow(-10),
    notAfter: daysFromNow(10),
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    certificate: root.toString('pem'),
    issue: (options) => issue({ issuer, signingKey: keys.privateKey }, options),
  };
}

async function issue(
  { issuer, signingKey }: { issuer: string; signingKey: webcrypto.CryptoKey },
  { name, hosts = [], isExpired = false }: CertificateOptions,
): Promise<IssuedCertificate> {
  const { publicKey, privateKey } = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const names = hosts.map((value) => ({ type: /^[\d.]+$/.test(value) ? ('ip' as const) : ('dns' as const), value }));
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer,
    publicKey,
    signingKey,
    notBefore: daysFromNow(-5),
    notAfter: daysFromNow(isExpired ? -1 : 5),
    signingAlgorithm: ALGORITHM,
    extensions: names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  return { certificate: certificate.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') };
}
