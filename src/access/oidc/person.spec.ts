import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../config/config.js';
import { Problem } from '../../http/problems/problem.js';
import { readPerson, wantedClaims } from './person.js';

const settingsOf = (environment: NodeJS.ProcessEnv = {}) =>
  loadConfig({
    OIDC_ISSUER: 'https://login.example.com',
    OIDC_CLIENT_ID: 'storelight',
    OIDC_REDIRECT_URL: 'https://storelight.example.com/session/oidc/callback',
    ...environment,
  }).oidc!;

const ADA = { iss: 'https://login.example.com', sub: '17', name: 'Ada' };

const personOf = (claims: Record<string, unknown>, environment?: NodeJS.ProcessEnv) =>
  readPerson({ ...ADA, storelight_role: 'reader', ...claims }, settingsOf(environment));

/** The problem of someone who is refused. */
function refusalOf(...args: Parameters<typeof personOf>): string {
  try {
    personOf(...args);
  } catch (error) {
    if (error instanceof Problem && error.status === 403) return error.detail;
    throw error;
  }
  throw new Error('not refused');
}

describe('someone who logged in', () => {
  it('is known by issuer and subject, and has the role of the claim', () => {
    expect(personOf({ storelight_role: 'operator' })).toEqual({
      subject: 'https://login.example.com 17',
      name: 'Ada',
      role: 'operator',
      stores: null,
    });
  });

  it.each([
    [['reader', 'admin', 'operator'], 'admin'],
    [['ingest', 'reader'], 'reader'],
    [['sales', 'ingest', 'ADMIN'], 'ingest'],
  ])('with the roles %j is %s', (roles, role) => {
    expect(personOf({ storelight_role: roles }).role).toBe(role);
  });

  it('has the role that a group stands for', () => {
    const environment = { OIDC_ROLE_CLAIM: 'groups', OIDC_ROLES: 'ops-team=operator,it=admin' };
    expect(personOf({ groups: ['sales', 'ops-team'] }, environment).role).toBe('operator');
    expect(refusalOf({ groups: ['admin'] }, environment)).toBe(
      '"Ada" is logged in at https://login.example.com, but may do nothing here: the claim "groups" is ["admin"]. It ' +
        'must be one of ops-team, it.',
    );
  });

  it.each([
    [undefined, 'the claim "storelight_role" is missing. It must be one of reader, operator, admin, ingest.'],
    ['boss', 'the claim "storelight_role" is "boss". It must be one of'],
    [[], 'the claim "storelight_role" is []. It must be one of'],
    [{ admin: true }, 'the claim "storelight_role" is {"admin":true}. It must be one of'],
    [['admin', 7], 'the claim "storelight_role" is ["admin",7]. It must be one of'],
    ['constructor', 'the claim "storelight_role" is "constructor". It must be one of'],
  ])('with the role %j may do nothing', (role, reason) => {
    expect(refusalOf({ storelight_role: role })).toContain(reason);
  });
});

describe('the name of someone who logged in', () => {
  it.each([
    [{ name: 'Ada', email: 'ada@example.com' }, {}, 'Ada'],
    [{ name: ' ', email: 'ada@example.com' }, {}, 'ada@example.com'],
    [{ name: undefined }, {}, '17'],
    [{ login: 'al' }, { OIDC_NAME_CLAIM: 'login' }, 'al'],
    [{ login: 7 }, { OIDC_NAME_CLAIM: 'login' }, 'Ada'],
    [{ name: 'A\0d\na' }, {}, 'A d a'],
    [{ name: `${'a'.repeat(199)}😀` }, {}, `${'a'.repeat(199)}\uFFFD`],
  ])('of %j with %j is %j', (claims, environment, name) => {
    expect(personOf(claims, environment).name).toBe(name);
  });
});

describe('the stores of someone who logged in', () => {
  const limited = { OIDC_STORES_CLAIM: 'stores' };

  it.each([
    [
      ['8419537941919820732', 'b', 'b'],
      ['8419537941919820732', 'b'],
    ],
    ['a', ['a']],
    ['*', null],
    [['a', '*'], null],
  ])('are those of the claim: %j', (stores, expected) => {
    expect(personOf({ stores }, limited).stores).toEqual(expected);
  });

  it.each([[[]], [[7]], [84195], [['']], [['a\n']], [null]])('are refused as %j', (stores) => {
    expect(refusalOf({ stores }, limited)).toContain(
      'the claim "stores" must be a list of ids of stores as texts, or "*" for all.',
    );
  });

  it('are none if the claim is missing, so that a forgotten claim opens no store', () => {
    expect(refusalOf({}, limited)).toContain('the claim "stores" is missing.');
  });

  it('are all for an administrator, who can not be limited', () => {
    const admin = { storelight_role: 'admin' };
    expect(personOf(admin, limited).stores).toBeNull();
    expect(personOf({ ...admin, stores: '*' }, limited).stores).toBeNull();
    expect(refusalOf({ ...admin, stores: ['a'] }, limited)).toContain(
      'the role is admin, which is not limited to stores',
    );
  });

  it('are all, whatever the claims say, unless OIDC_STORES_CLAIM names one', () => {
    expect(personOf({ stores: ['a'] }).stores).toBeNull();
    expect(wantedClaims(settingsOf())).toEqual(['storelight_role', 'name']);
    expect(wantedClaims(settingsOf({ ...limited, OIDC_NAME_CLAIM: 'login' }))).toEqual([
      'storelight_role',
      'login',
      'stores',
    ]);
  });
});
