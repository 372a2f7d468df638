import { ROLES, type Role } from '../domain/access/role.js';
import { ConfigError } from './config-error.js';
import { withoutPassword, type settingReader } from './setting-reader.js';

/** Where the provider sends browsers back to. */
export const CALLBACK_PATH = '/session/oidc/callback';

/** The log-in by OpenID Connect. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined: a public client. */
  readonly clientSecret: string | undefined;
  /** The URL of `CALLBACK_PATH`, as browsers reach it. */
  readonly redirectUrl: string;
  /** Separated by spaces. */
  readonly scopes: string;
  readonly roleClaim: string;
  /** The role for each value of the claim. */
  readonly roles: ReadonlyMap<string, Role>;
  /** Undefined: nobody is limited to stores. */
  readonly storesClaim: string | undefined;
  /** Undefined: the name is `name`, `email` or `sub`. */
  readonly nameClaim: string | undefined;
}

type Reader = ReturnType<typeof settingReader>;

const OTHERS = [
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_REDIRECT_URL',
  'OIDC_SCOPES',
  'OIDC_ROLE_CLAIM',
  'OIDC_ROLES',
  'OIDC_STORES_CLAIM',
  'OIDC_NAME_CLAIM',
] as const;

/**
 * Returns undefined unless OIDC_ISSUER is set.
 * @throws {ConfigError} at the first invalid value, and if a part is missing
 */
export function readOidcSettings(read: Reader): OidcSettings | undefined {
  const issuer = secureUrl(read, 'OIDC_ISSUER', 'https://login.example.com');
  if (issuer === undefined) {
    const useless = OTHERS.find((name) => optional(read, name) !== undefined);
    if (useless === undefined) return undefined;
    throw new ConfigError('OIDC_ISSUER', undefined, `it must be, since ${useless} is`);
  }
  checkIssuer(issuer);
  return {
    issuer,
    clientId: needed(optional(read, 'OIDC_CLIENT_ID'), 'OIDC_CLIENT_ID'),
    clientSecret: optional(read, 'OIDC_CLIENT_SECRET'),
    redirectUrl: readRedirectUrl(read),
    scopes: readScopes(read),
    roleClaim: read.text('OIDC_ROLE_CLAIM', 'storelight_role'),
    roles: readRoles(read),
    storesClaim: optional(read, 'OIDC_STORES_CLAIM'),
    nameClaim: optional(read, 'OIDC_NAME_CLAIM'),
  };
}

function optional(read: Reader, name: string): string | undefined {
  const text = read.text(name, '');
  return text === '' ? undefined : text;
}

function needed(value: string | undefined, name: string): string {
  if (value !== undefined) return value;
  throw new ConfigError(name, undefined, 'it must be, since OIDC_ISSUER is');
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

function secureUrl(read: Reader, name: string, example: string): string | undefined {
  const text = read.url(name, ['http:', 'https:'], example);
  if (text === undefined) return undefined;
  const { protocol, hostname, username, password } = new URL(text);
  const isSecure = protocol === 'https:' || LOOPBACK.test(hostname);
  if (isSecure && username === '' && password === '') return text;
  throw new ConfigError(
    name,
    withoutPassword(text),
    'it must begin with https, or name this machine, and hold no password',
  );
}

function checkIssuer(issuer: string): void {
  const { pathname, search, hash } = new URL(issuer);
  if (search === '' && hash === '' && !pathname.includes('/.well-known/')) return;
  throw new ConfigError(
    'OIDC_ISSUER',
    issuer,
    'it must be the issuer alone, without /.well-known/openid-configuration and without a query',
  );
}

function readRedirectUrl(read: Reader): string {
  const example = `https://storelight.example.com${CALLBACK_PATH}`;
  const text = needed(secureUrl(read, 'OIDC_REDIRECT_URL', example), 'OIDC_REDIRECT_URL');
  const { origin, href } = new URL(text);
  if (href === origin + CALLBACK_PATH) return href;
  throw new ConfigError('OIDC_REDIRECT_URL', text, `it must be the origin of the API and ${CALLBACK_PATH}: ${example}`);
}

function readScopes(read: Reader): string {
  const text = read.text('OIDC_SCOPES', 'openid profile email');
  const scopes = text.split(/\s+/);
  if (scopes.includes('openid')) return scopes.join(' ');
  throw new ConfigError('OIDC_SCOPES', text, 'it must hold openid: openid profile email');
}

/** Without OIDC_ROLES, the values are the names of the roles. */
function readRoles(read: Reader): ReadonlyMap<string, Role> {
  const text = optional(read, 'OIDC_ROLES');
  if (text === undefined) return new Map(ROLES.map((role) => [role, role]));
  const roles = new Map<string, Role>();
  for (const part of text.split(',')) {
    // The value may hold "=", as the name of a group in a directory does.
    const [, value, name] = /^\s*(.*\S)\s*=\s*(\w+)\s*$/.exec(part) ?? [];
    const role = ROLES.find((one) => one === name);
    if (value === undefined || role === undefined || roles.has(value)) {
      const expected = `it must be a list such as ops-team=operator,it=admin, of each value once; roles are ${ROLES.join(', ')}`;
      throw new ConfigError('OIDC_ROLES', part.trim(), expected);
    }
    roles.set(value, role);
  }
  return roles;
}
