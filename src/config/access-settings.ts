import { isIP } from 'node:net';
import { ConfigError } from './config-error.js';
import type { settingReader } from './setting-reader.js';

export const AUTH_MODES = ['auto', 'required', 'off'] as const;
export type AuthMode = (typeof AUTH_MODES)[number];

/** Who may send requests, and from where. */
export interface AccessSettings {
  readonly auth: AuthMode;
  /** The names in URLs of the API, apart from addresses and localhost. Lower case. */
  readonly allowedHosts: readonly string[];
  /** Addresses and networks of the proxies whose `X-Forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[];
  /** The origins of pages elsewhere that may call the API with a key. */
  readonly corsOrigins: readonly string[];
}

/** @throws {ConfigError} at the first invalid value */
export function readAccessSettings(read: ReturnType<typeof settingReader>): AccessSettings {
  return {
    auth: read.oneOf('AUTH', 'auto', AUTH_MODES),
    allowedHosts: list(read, 'ALLOWED_HOSTS', isHostName, 'names such as storelight.example.com, without port').map(
      (name) => name.toLowerCase(),
    ),
    trustedProxies: list(read, 'TRUST_PROXY', isNetwork, 'addresses or networks such as 10.0.0.0/8'),
    corsOrigins: list(read, 'CORS_ORIGINS', isOrigin, 'origins such as https://dashboard.example.com'),
  };
}

function list(
  read: ReturnType<typeof settingReader>,
  name: string,
  isValid: (item: string) => boolean,
  expected: string,
): string[] {
  const items = read
    .text(name, '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const invalid = items.find((item) => !isValid(item));
  if (invalid === undefined) return items;
  throw new ConfigError(name, invalid, `it must be a list of ${expected}, separated by commas`);
}

function isHostName(text: string): boolean {
  return /^[\w.-]+$/.test(text);
}

const BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

function isNetwork(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/');
  const bits = BITS[isIP(address)];
  if (bits === undefined || rest.length > 0) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits);
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol) && new URL(text).origin === text;
}
