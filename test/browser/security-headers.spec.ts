import { beforeAll, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { useChromium } from '../support/client/chromium.js';
import { describeInChromium } from '../support/client/describe-in-chromium.js';
import { addKey } from '../support/data/keys.js';
import { useSystem, withSystem } from '../support/system/use-system.js';

describeInChromium('a browser over plain http on a local network', () => {
  // Closed first, since the API waits for its connections to end.
  const chromium = useChromium('storelight.lan', 'evil.lan');
  const system = useSystem({ environment: { HOST: '0.0.0.0', ALLOWED_HOSTS: 'storelight.lan' } });
  let port: string;

  beforeAll(() => {
    ({ port } = new URL(system.url));
  });

  it('shows the page about the API, with nothing refused', async () => {
    const page = await chromium.browser.newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`http://storelight.lan:${port}/docs`);
    await page.getByText('How long each store was online').waitFor();
    await page.getByRole('link', { name: '/stores/{storeId}/uptime', exact: true }).waitFor();
    expect(problems).toEqual([]);
    await page.close();
  });

  it('runs no script in an answer, whatever it holds', async () => {
    const page = await chromium.browser.newPage();
    await page.goto(`http://storelight.lan:${port}/health/live`);
    const added = page.evaluate(
      "new Promise((resolve) => { document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));" +
        "const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script); })",
    );
    expect(await added).toBe('script-src-elem');
    expect(await page.evaluate('window.ran')).toBeUndefined();
    await page.close();
  });

  it('does not show it in a frame of another page', async () => {
    const other = await servePage(`<iframe src="http://storelight.lan:${port}/docs"></iframe>`);
    try {
      const page = await chromium.browser.newPage();
      const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
      await page.goto(`http://evil.lan:${portOf(other)}/`);
      expect((await refused).text()).toContain("frame-ancestors 'none'");
      await page.close();
    } finally {
      other.close();
    }
  });
});

describeInChromium('a page of another site', () => {
  const chromium = useChromium('evil.lan', 'dashboard.lan');

  it('can neither read from nor change an API that needs no key on this machine', async () => {
    const other = await servePage('<title>evil</title>');
    try {
      await withSystem({}, async ({ url, database }) => {
        const page = await chromium.browser.newPage();
        await page.goto(`http://evil.lan:${portOf(other)}/`);
        const statuses: number[] = [];
        page.on('response', (response) => {
          if (response.url().startsWith(url)) statuses.push(response.status());
        });
        await page.evaluate(`fetch('${url}/stores').catch(() => null)`);
        await page.evaluate(`fetch('${url}/trigger_report', { method: 'POST', mode: 'no-cors' }).catch(() => null)`);
        const answered = page.waitForResponse((response) => response.url().startsWith(url));
        await page.evaluate(
          `const form = document.createElement('form'); form.method = 'POST'; form.action = '${url}/trigger_report';
           document.body.append(form); form.submit()`,
        );
        statuses.push((await answered).status());
        expect(new Set(statuses)).toEqual(new Set([401]));
        expect(await database.em().getConnection().execute('select 1 from report')).toEqual([]);
        const opened = await page.evaluate(
          `new Promise((resolve) => {
             const socket = new WebSocket('${url.replace('http', 'ws')}/ws/reports/00000000-0000-4000-8000-000000000000');
             socket.onopen = () => resolve('open'); socket.onerror = () => resolve('refused');
           })`,
        );
        expect(opened).toBe('refused');
        await page.close();
      });
    } finally {
      other.close();
    }
  });

  it('can call it with a key, if CORS_ORIGINS names its origin', async () => {
    const other = await servePage('<title>dashboard</title>');
    const read = (url: string, key: string) =>
      `fetch('${url}/stores', { headers: { authorization: 'Bearer ${key}' } }).then((r) => r.status, () => 'refused')`;
    try {
      const origin = `http://dashboard.lan:${portOf(other)}`;
      const page = await chromium.browser.newPage();
      await page.goto(origin);
      await withSystem({ environment: { CORS_ORIGINS: origin } }, async ({ url, database }) => {
        expect(await page.evaluate(read(url, (await addKey(database)).secret))).toBe(200);
      });
      await withSystem({}, async ({ url, database }) => {
        expect(await page.evaluate(read(url, (await addKey(database)).secret))).toBe('refused');
      });
      await page.close();
    } finally {
      other.close();
    }
  });
});

/** Serves a page, at any name. */
async function servePage(html: string): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(`<!doctype html><link rel="icon" href="data:,">${html}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;
