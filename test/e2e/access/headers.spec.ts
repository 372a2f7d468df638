import { describe, expect, it } from '@jest/globals';
import { rawRequest } from '../../support/client/raw-request.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem({ environment: { AUTH: 'required' } });

const STRICT = "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none';object-src 'none'";

describe('every answer', () => {
  it.each([
    ['an answer', '/health/live', {}, 200],
    ['a refusal', '/stores', {}, 401],
    ['a wrong host', '/stores', { host: 'evil.example.com' }, 421],
    ['a wrong path', '/nothing', {}, 404],
    ['the OpenAPI document', '/openapi.json', {}, 200],
  ])('has security headers: %s', async (_, path, given, expected) => {
    const { status, headers } = await rawRequest(system.url + path, { headers: given });
    expect(status).toBe(expected);
    expect(headers).toMatchObject({
      'content-security-policy': STRICT,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
    });
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('has a policy of its own for the page about the API, and never upgrades to https', async () => {
    const { headers } = await rawRequest(`${system.url}/docs`);
    expect(headers['content-security-policy']).toContain("script-src 'self';style-src 'self' 'unsafe-inline'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
  });
});
