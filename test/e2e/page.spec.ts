import { describe, expect, it } from '@jest/globals';
import { rawRequest } from '../support/client/raw-request.js';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem({ environment: { AUTH: 'required' } });

const get = (path: string, headers: Record<string, string> = {}) => rawRequest(`${system.url}${path}`, { headers });

/** The script that the page loads. */
async function scriptPath(): Promise<string> {
  return /src="([^"]+\.js)"/.exec((await get('/ui/')).body)![1]!;
}

describe('the page', () => {
  it.each(['/ui', '/ui/', '/ui/stores/a%2Fb?from=2023-01-24', '/ui/no/such/page'])(
    'is what a browser gets at %s, without a key',
    async (path) => {
      const { status, headers, body } = await get(path);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(body).toContain('<div id="root">');
    },
  );

  it('loads nothing from elsewhere and has nothing inline', async () => {
    const { headers, body } = await get('/ui/');
    const policy = headers['content-security-policy'] as string;
    expect(policy.split(';').sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "font-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "object-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
    ]);
    expect(body).not.toMatch(/<style|style=|<script(?![^>]* src="\/ui\/)/);
    expect(body).not.toMatch(/(src|href)="(?!\/ui\/)/);
  });

  it('is asked for again each time, and its files are kept', async () => {
    const { headers } = await get('/ui/');
    expect(headers['cache-control']).toContain('max-age=0');
    expect((await get('/ui/', { 'if-none-match': headers.etag! })).status).toBe(304);
    expect((await get(await scriptPath())).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('comes compressed', async () => {
    const script = await scriptPath();
    expect((await get(script, { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip');
    expect((await get(script, { 'accept-encoding': 'br, gzip' })).headers['content-encoding']).toBe('br');
    expect((await get(script)).headers['content-encoding']).toBeUndefined();
  });

  it('has the rules of the numbers, each with an address', async () => {
    const { body } = await get('/ui/rules.html');
    for (const rule of [1, 10, 11, 22, 26]) expect(body).toContain(`id="rule-${rule}"`);
    expect(body).not.toMatch(/href="[^"#]*\.md/);
  });

  it.each(['/ui/assets/none.js', '/ui/assets/..%2f..%2f..%2fpackage.json'])('has no file %s', async (path) => {
    const { status, body } = await get(path);
    expect(status).toBe(404);
    expect(body).toMatchObject({ status: 404 });
  });

  it('is not a way to other files', async () => {
    expect((await get('/ui/..%2f..%2fpackage.json')).body).not.toContain('dependencies');
  });
});

describe('/', () => {
  it('leads a browser to the page', async () => {
    const { status, headers } = await get('/', { accept: 'text/html,application/xhtml+xml' });
    expect([status, headers.location]).toEqual([302, '/ui/']);
  });

  it('tells a program where the API is described', async () => {
    const { status, body } = await get('/', { accept: '*/*' });
    expect(status).toBe(404);
    expect(body).toMatchObject({ detail: expect.stringContaining('/docs') });
  });
});
