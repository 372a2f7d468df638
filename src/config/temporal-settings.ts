import { createPrivateKey, X509Certificate } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import type { TLSConfig } from '@temporalio/client';
import { loadClientConfigProfile, toClientOptions, type ClientConfigTLS } from '@temporalio/envconfig';
import { messageOf } from '../domain/error-message.js';
import { ConfigError } from './config-error.js';

/** How a connection to Temporal is encrypted and authenticated. Options of the SDK's connections. */
export interface TemporalCredentials {
  readonly tls?: TLSConfig | boolean;
  readonly apiKey?: string;
  readonly metadata?: Record<string, string>;
}

export interface TemporalSettings {
  readonly address: string | undefined;
  readonly namespace: string | undefined;
  readonly credentials: TemporalCredentials;
}

const PEM_VARIABLES = ['CLIENT_CERT', 'CLIENT_KEY', 'SERVER_CA_CERT'] as const;
type PemVariable = (typeof PEM_VARIABLES)[number];

/**
 * Reads Temporal's own variables (https://docs.temporal.io/references/client-environment-configuration). The file of
 * TEMPORAL_CONFIG_FILE is read, but not the one in the home folder: it belongs to the user's `temporal` command.
 * @throws {ConfigError} if a value is invalid, where Temporal's library would ignore it
 */
export function readTemporalSettings(environment: NodeJS.ProcessEnv): TemporalSettings {
  const given = givenVariables(environment);
  checkSwitches(given);
  for (const variable of PEM_VARIABLES) checkSource(given, variable);
  checkReadable(given, 'TEMPORAL_CONFIG_FILE');
  const { address, namespace, ...credentials } = load(given);
  checkCertificates(given, credentials.tls);
  return { address, namespace, credentials };
}

/** An empty variable counts as not set. */
function givenVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(environment).map(([name, value]) => [name, value?.trim() ?? ''] as const);
  return Object.fromEntries(entries.filter(([name, value]) => name.startsWith('TEMPORAL_') && value !== ''));
}

function checkSwitches(given: Record<string, string>): void {
  const tls = given.TEMPORAL_TLS;
  if (tls !== undefined && !['true', 'false', '1', '0'].includes(tls)) {
    throw new ConfigError('TEMPORAL_TLS', tls, 'it must be true or false');
  }
  const unverified = 'TEMPORAL_TLS_DISABLE_HOST_VERIFICATION';
  if (given[unverified] !== undefined) {
    throw new ConfigError(
      unverified,
      given[unverified],
      'it must not be set: set TEMPORAL_TLS_SERVER_NAME to the name in the certificate of the server',
    );
  }
}

function checkSource(given: Record<string, string>, variable: PemVariable): void {
  const [file, data] = [`TEMPORAL_TLS_${variable}_PATH`, `TEMPORAL_TLS_${variable}_DATA`];
  if (given[file] !== undefined && given[data] !== undefined) {
    throw new ConfigError(file, given[file], `it must not be set beside ${data}`);
  }
  checkReadable(given, file);
}

function checkReadable(given: Record<string, string>, variable: string): void {
  const file = given[variable];
  if (file === undefined) return;
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new ConfigError(variable, file, `it must be a file that can be read (${messageOf(error)})`);
  }
}

function load(given: Record<string, string>) {
  try {
    const profile = loadClientConfigProfile({
      overrideEnvVars: given,
      disableFile: given.TEMPORAL_CONFIG_FILE === undefined,
      configFileStrict: true,
    });
    checkPair(given, profile.tls);
    const { namespace, connectionOptions } = toClientOptions(profile);
    const { address, tls, apiKey, metadata } = connectionOptions;
    return {
      address,
      namespace,
      ...(tls == null ? {} : { tls }),
      ...(typeof apiKey === 'string' ? { apiKey } : {}),
      ...(metadata === undefined ? {} : { metadata: metadata as Record<string, string> }),
    };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    // The variables are checked already, so the mistake is in the file.
    throw new ConfigError('TEMPORAL_CONFIG_FILE', given.TEMPORAL_CONFIG_FILE, messageOf(error));
  }
}

/** The library ignores a certificate without its key, and a key without its certificate. */
function checkPair(given: Record<string, string>, tls: ClientConfigTLS | undefined): void {
  if (tls?.clientCert !== undefined && tls.clientKey === undefined) {
    throw invalid(given, 'CLIENT_CERT', 'its key must be set, too, by TEMPORAL_TLS_CLIENT_KEY_PATH');
  }
  if (tls?.clientKey !== undefined && tls.clientCert === undefined) {
    throw invalid(given, 'CLIENT_KEY', 'its certificate must be set, too, by TEMPORAL_TLS_CLIENT_CERT_PATH');
  }
}

/** Errors of the TLS libraries about such content do not say which file is meant. */
function checkCertificates(given: Record<string, string>, tls: TLSConfig | boolean | undefined): void {
  if (typeof tls !== 'object') return;
  if (tls.serverRootCACertificate) {
    parsePem(given, 'SERVER_CA_CERT', 'a certificate', () => new X509Certificate(tls.serverRootCACertificate!));
  }
  const pair = tls.clientCertPair;
  if (!pair) return;
  const certificate = parsePem(given, 'CLIENT_CERT', 'a certificate', () => new X509Certificate(pair.crt));
  const key = parsePem(given, 'CLIENT_KEY', 'a private key without a passphrase', () =>
    createPrivateKey(Buffer.from(pair.key)),
  );
  if (!certificate.checkPrivateKey(key)) {
    throw invalid(given, 'CLIENT_KEY', 'it must be the key of the client certificate');
  }
}

function parsePem<T>(given: Record<string, string>, variable: PemVariable, expected: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw invalid(given, variable, `it must be ${expected} in the PEM format (${messageOf(error)})`);
  }
}

/** Names the variable that is set, and hides a key. */
function invalid(given: Record<string, string>, variable: PemVariable, allowed: string): ConfigError {
  const file = `TEMPORAL_TLS_${variable}_PATH`;
  if (given[file] !== undefined) return new ConfigError(file, given[file], allowed);
  const data = `TEMPORAL_TLS_${variable}_DATA`;
  if (given[data] !== undefined) return new ConfigError(data, '***', allowed);
  return new ConfigError('TEMPORAL_CONFIG_FILE', given.TEMPORAL_CONFIG_FILE, `${variable.toLowerCase()}: ${allowed}`);
}
