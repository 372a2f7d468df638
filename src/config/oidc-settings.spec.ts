import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './config.js';

const NEEDED = {
  OIDC_ISSUER: 'https://login.example.com/realms/shops',
  OIDC_CLIENT_ID: 'storelight',
  OIDC_REDIRECT_URL: 'https://storelight.example.com/session/oidc/callback',
};

describe('the settings of OpenID Connect', () => {
  it('are none unless set', () => {
    expect(loadConfig({}).oidc).toBeUndefined();
    expect(loadConfig({ OIDC_ISSUER: '', OIDC_CLIENT_ID: '', OIDC_ROLES: ' ' }).oidc).toBeUndefined();
  });

  it('need the issuer, the id of the client and the URL of the callback', () => {
    expect(loadConfig(NEEDED).oidc).toEqual({
      issuer: 'https://login.example.com/realms/shops',
      clientId: 'storelight',
      clientSecret: undefined,
      redirectUrl: 'https://storelight.example.com/session/oidc/callback',
      scopes: 'openid profile email',
      roleClaim: 'storelight_role',
      roles: new Map([
        ['reader', 'reader'],
        ['operator', 'operator'],
        ['admin', 'admin'],
        ['ingest', 'ingest'],
      ]),
      storesClaim: undefined,
      nameClaim: undefined,
    });
  });

  it('take a secret, scopes, claims, and a role for values of the claim', () => {
    const { oidc } = loadConfig({
      ...NEEDED,
      OIDC_CLIENT_SECRET: 'secret',
      OIDC_SCOPES: 'openid  groups',
      OIDC_ROLE_CLAIM: 'groups',
      OIDC_ROLES: 'ops-team=operator, cn=it = admin',
      OIDC_STORES_CLAIM: 'stores',
      OIDC_NAME_CLAIM: 'preferred_username',
    });
    expect(oidc).toMatchObject({
      clientSecret: 'secret',
      scopes: 'openid groups',
      roleClaim: 'groups',
      roles: new Map([
        ['ops-team', 'operator'],
        ['cn=it', 'admin'],
      ]),
      storesClaim: 'stores',
      nameClaim: 'preferred_username',
    });
  });

  it('take http for what runs on this machine', () => {
    const environment = {
      ...NEEDED,
      OIDC_ISSUER: 'http://localhost:8080',
      OIDC_REDIRECT_URL: 'http://127.0.0.1:3000/session/oidc/callback',
    };
    expect(loadConfig(environment).oidc).toMatchObject({ issuer: 'http://localhost:8080' });
  });

  it.each(Object.keys(NEEDED))('refuse to do without %s, if another one is set', (name) => {
    expect(() => loadConfig({ ...NEEDED, [name]: '' })).toThrow(`${name} is not set: it must be, since OIDC_`);
  });

  it.each([
    'OIDC_CLIENT_SECRET',
    'OIDC_SCOPES',
    'OIDC_ROLE_CLAIM',
    'OIDC_ROLES',
    'OIDC_STORES_CLAIM',
    'OIDC_NAME_CLAIM',
  ])('refuse %s without an issuer, and do not repeat its value', (name) => {
    const message = `OIDC_ISSUER is not set: it must be, since ${name} is`;
    expect(() => loadConfig({ [name]: 'hunter2' })).toThrow(new RegExp(`^${message}$`));
  });

  it.each([
    ['OIDC_ISSUER', 'login.example.com', 'OIDC_ISSUER is "login.example.com": it must be a URL such as https://'],
    ['OIDC_ISSUER', 'http://login.example.com', 'it must begin with https, or name this machine'],
    ['OIDC_ISSUER', 'https://me:hunter2@login.example.com', 'OIDC_ISSUER is "https://***@login.example.com"'],
    ['OIDC_ISSUER', 'https://a.example.com/.well-known/openid-configuration', 'it must be the issuer alone'],
    ['OIDC_ISSUER', 'https://a.example.com/?tenant=7', 'it must be the issuer alone'],
    ['OIDC_REDIRECT_URL', 'http://storelight.example.com/session/oidc/callback', 'it must begin with https'],
    ['OIDC_REDIRECT_URL', 'https://storelight.example.com/', 'it must be the origin of the API and /session/oidc/'],
    ['OIDC_REDIRECT_URL', 'https://a.example.com/session/oidc/callback?a=b', 'it must be the origin of the API and'],
    ['OIDC_SCOPES', 'profile email', 'OIDC_SCOPES is "profile email": it must hold openid'],
    ['OIDC_ROLES', 'ops-team', 'OIDC_ROLES is "ops-team": it must be a list such as ops-team=operator,it=admin'],
    ['OIDC_ROLES', 'it=admin,ops=boss', 'OIDC_ROLES is "ops=boss"'],
    ['OIDC_ROLES', 'it=admin,it=reader', 'OIDC_ROLES is "it=reader"'],
    ['OIDC_ROLES', '=admin', 'OIDC_ROLES is "=admin"'],
  ])('refuse %s=%s and say what is expected', (name, value, message) => {
    expect(() => loadConfig({ ...NEEDED, [name]: value })).toThrow(message);
  });
});
