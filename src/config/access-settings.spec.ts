import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './config.js';

describe('the settings of access', () => {
  it('are those of a laptop unless set', () => {
    expect(loadConfig({}).access).toEqual({ auth: 'auto', allowedHosts: [], trustedProxies: [], corsOrigins: [] });
  });

  it('take lists, separated by commas', () => {
    const { access } = loadConfig({
      AUTH: 'required',
      ALLOWED_HOSTS: 'Storelight.lan, storelight.example.com',
      TRUST_PROXY: '127.0.0.1,10.0.0.0/8,::1,fd00::/8',
      CORS_ORIGINS: 'https://dashboard.example.com',
    });
    expect(access).toEqual({
      auth: 'required',
      allowedHosts: ['storelight.lan', 'storelight.example.com'],
      trustedProxies: ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'],
      corsOrigins: ['https://dashboard.example.com'],
    });
  });

  it.each([
    ['AUTH', 'none', 'AUTH is "none": it must be one of auto, required, off'],
    ['ALLOWED_HOSTS', 'a.example.com,https://b', 'ALLOWED_HOSTS is "https://b": it must be a list of names'],
    ['ALLOWED_HOSTS', 'storelight.lan:3000', 'ALLOWED_HOSTS is "storelight.lan:3000"'],
    ['TRUST_PROXY', 'true', 'TRUST_PROXY is "true": it must be a list of addresses or networks such as 10.0.0.0/8'],
    ['TRUST_PROXY', '10.0.0.0/33', 'TRUST_PROXY is "10.0.0.0/33"'],
    ['TRUST_PROXY', '10.0.0.0/8/8', 'TRUST_PROXY is "10.0.0.0/8/8"'],
    ['CORS_ORIGINS', '*', 'CORS_ORIGINS is "*": it must be a list of origins'],
    ['CORS_ORIGINS', 'https://a.example.com/', 'CORS_ORIGINS is "https://a.example.com/"'],
  ])('refuse %s=%s and say what is expected', (name, value, message) => {
    expect(() => loadConfig({ [name]: value })).toThrow(message);
  });
});
