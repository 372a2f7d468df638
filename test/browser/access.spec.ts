import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { useChromium } from '../support/client/chromium.js';
import { describeInChromium } from '../support/client/describe-in-chromium.js';
import { expectAccessible, expectGoodPage, openPage } from '../support/client/page.js';
import { hours, importText, polls } from '../support/data/importing.js';
import { addKey } from '../support/data/keys.js';
import { useSystem } from '../support/system/use-system.js';

const NOW = '2023-02-01T00:00:00Z';

describeInChromium('the page where keys are on', () => {
  const chromium = useChromium();
  const system = useSystem({ environment: { AUTH: 'required' } });
  const keys = new Map<string, string>();

  beforeAll(async () => {
    await importText(system.database, hours('own,0,09:00,17:00'));
    await importText(system.database, polls('own,2023-01-31 12:00 UTC,active', 'other,2023-01-31 12:00 UTC,inactive'));
    for (const role of ['reader', 'operator', 'admin', 'ingest'] as const) {
      keys.set(role, (await addKey(system.database, { role })).secret);
    }
    keys.set('owner', (await addKey(system.database, { role: 'reader', stores: ['own'] })).secret);
  });

  async function logIn(who: string, path = ''): Promise<Page> {
    const page = await openPage(chromium.browser, `${system.url}/ui/${path}`, { now: NOW });
    await page.getByLabel('API key').fill(keys.get(who)!);
    await page.getByRole('button', { name: 'Log in' }).click();
    return page;
  }

  it('asks for a key, says what is wrong with one, and then is where one wanted to be', async () => {
    await expectGoodPage(chromium.browser, `${system.url}/ui/`, {
      ready: (page) => page.getByLabel('API key').waitFor(),
    });
    const page = await openPage(chromium.browser, `${system.url}/ui/stores?state=down`, { now: NOW });
    await page.getByLabel('API key').fill('sl_wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('API key').fill(keys.get('reader')!);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('link', { name: 'other' }).waitFor();
    expect(page.url()).toBe(`${system.url}/ui/stores?state=down`);
    await page.context().close();
  });

  it('keeps no key, and logs out', async () => {
    const page = await logIn('reader');
    await page.getByRole('heading', { name: 'Now', exact: true }).waitFor();
    expect(await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie')).toBe('{}');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('API key').waitFor();
    await page.reload();
    await page.getByLabel('API key').waitFor();
    await page.context().close();
  });

  it('offers a reader nothing that changes anything', async () => {
    const page = await logIn('reader', 'stores/own');
    await page.getByRole('heading', { name: 'Outages, longest first' }).waitFor();
    for (const name of [/Edit hours/, /Delete/]) expect(await page.getByRole('button', { name }).count()).toBe(0);
    await page.getByRole('link', { name: 'Reports' }).click();
    await page.getByText('No report has been made yet.').waitFor();
    expect(await page.getByRole('button', { name: 'New report' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await page.getByRole('heading', { name: 'Imports' }).waitFor();
    expect(await page.getByRole('button', { name: 'Choose files' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Access' }).click();
    await page.getByText('You come with').waitFor();
    expect(await page.getByRole('heading', { name: 'API keys' }).count()).toBe(0);
    await page.context().close();
  });

  it('shows an owner the own stores, and no others', async () => {
    const page = await logIn('owner');
    await page.getByRole('heading', { name: 'Your stores' }).waitFor();
    await page.getByRole('listitem').getByRole('link', { name: 'own', exact: true }).waitFor();
    expect(await page.getByText('other').count()).toBe(0);
    await expectAccessible(page);
    await page.goto(`${system.url}/ui/stores/other`);
    await page.getByRole('heading', { name: 'There is no store other' }).waitFor();
    await page.context().close();
  });

  it('lets a key that may only upload do that, and no more', async () => {
    const page = await logIn('ingest');
    await page.getByRole('heading', { name: 'Send files' }).waitFor();
    const buffer = Buffer.from(polls('own,2023-01-31 13:00 UTC,active'));
    await page.setInputFiles('input[type=file]', [{ name: 'more.csv', mimeType: 'text/csv', buffer }]);
    await page.getByText('more.csv: received').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await page.context().close();
  });

  it('lets an admin make a key, which works at once, and revoke it', async () => {
    const page = await logIn('admin', 'access');
    await page.getByRole('button', { name: 'New key' }).click();
    const dialog = page.getByRole('dialog', { name: 'New key' });
    await dialog.getByLabel('Name').fill('dashboard');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    const secret = await page.getByRole('status').locator('code').innerText();
    const authorization = `Bearer ${secret}`;
    expect((await system.http.get('/stores', { authorization })).status).toBe(200);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Revoke dashboard' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('row', { name: /dashboard.*Revoked/ }).waitFor();
    expect((await system.http.get('/stores', { authorization })).status).toBe(401);
    await page
      .getByRole('cell', { name: /revoke key/ })
      .first()
      .waitFor();
    await page.context().close();
  });
});
