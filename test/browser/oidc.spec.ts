import { expect, it } from '@jest/globals';
import { freePort } from '../../dev/processes/ports.js';
import { useChromium } from '../support/client/chromium.js';
import { describeInChromium } from '../support/client/describe-in-chromium.js';
import { oidcEnvironment, redirectUrlOf } from '../support/oidc/log-in.js';
import { issuerOf, useProvider } from '../support/oidc/provider.js';
import { useSystem } from '../support/system/use-system.js';

const [apiPort, providerPort] = [await freePort(), await freePort()];

describeInChromium('a log-in by OpenID Connect in a browser', () => {
  // Closed first, since the API waits for its connections to end.
  const chromium = useChromium();
  useProvider({
    port: providerPort,
    redirectUrls: [redirectUrlOf(apiPort)],
    people: { ada: { name: 'Ada Lovelace', storelight_role: 'operator' } },
  });
  const system = useSystem({ environment: oidcEnvironment(apiPort, providerPort) });

  it('comes back from the site of the provider, goes on to the page that was asked for, and is known there', async () => {
    const page = await chromium.browser.newPage();
    await page.goto(`${system.url}/session/oidc?to=${encodeURIComponent('/docs?from=log-in')}`);
    expect(new URL(page.url()).origin).toBe(issuerOf(providerPort));
    await page.getByPlaceholder('Enter any login').fill('ada');
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${system.url}/docs?from=log-in`);
    const session = await page.evaluate("fetch('/session').then((response) => response.json())");
    expect(session).toMatchObject({ kind: 'session', name: 'Ada Lovelace', role: 'operator' });
    expect(await page.evaluate('document.cookie')).toBe('');
    await page.close();
  });

  it('ends at a page that needs the session', async () => {
    const page = await chromium.browser.newPage();
    await page.goto(`${system.url}/session/oidc?to=/session`);
    await page.getByPlaceholder('Enter any login').fill('ada');
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${system.url}/session`);
    expect(await page.evaluate('document.body.innerText')).toContain('"name":"Ada Lovelace"');
    await page.close();
  });
});
