import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { useChromium } from '../support/client/chromium.js';
import { describeInChromium } from '../support/client/describe-in-chromium.js';
import { expectGoodPage, openPage } from '../support/client/page.js';
import { hours, importText, polls, zones } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';

const NOW = '2023-02-01T00:00:00Z';

const heading = (name: string) => async (page: Page) =>
  page.getByRole('heading', { name, exact: true }).first().waitFor();

const PAGES: readonly (readonly [name: string, path: string, ready: (page: Page) => Promise<unknown>])[] = [
  ['Now', '', (page) => page.getByRole('row', { name: /kiosk/ }).waitFor()],
  ['the stores', 'stores', (page) => page.getByRole('row', { name: /kiosk/ }).waitFor()],
  ['a store', 'stores/kiosk', heading('Outages, longest first')],
  ['a store without polls and hours', 'stores/silent', heading('Outages, longest first')],
  ['a store that is not known', 'stores/unknown', heading('There is no store unknown')],
  [
    'the data',
    'data',
    (page) =>
      page
        .getByRole('cell', { name: /test.csv/ })
        .first()
        .waitFor(),
  ],
  ['the access', 'access', heading('Audit trail')],
  ['no page at all', 'nowhere', heading('There is no such page')],
];

describeInChromium('the page', () => {
  const chromium = useChromium();
  const system = useSystem();

  beforeAll(async () => {
    await importText(system.database, zones('shop,America/New_York', 'silent,Asia/Kolkata'));
    await importText(system.database, 'store_id,name\nshop,Corner shop\n');
    await importText(system.database, hours('shop,0,09:00,17:00', 'kiosk,1,08:00,23:00'));
    const rows = ['shop,2023-01-31 20:00 UTC,active', 'kiosk,2023-01-31 22:00 UTC,inactive', ',2023,up'];
    await importText(system.database, polls(...rows));
  });

  it.each(PAGES)('shows %s in light and dark, wide and narrow, to everybody', async (_name, path, ready) => {
    await expectGoodPage(chromium.browser, `${system.url}/ui/${path}`, { now: NOW, ready });
  });

  it('shows an import with its rejected rows to everybody', async () => {
    const { body } = await system.http.get('/imports?rejects=true');
    await expectGoodPage(chromium.browser, `${system.url}/ui/data/${body.items[0].importId}`, {
      ready: (page) => page.getByRole('cell', { name: ',2023,up' }).waitFor(),
    });
  });

  it('filters the stores by its counts, and the address is the filter', async () => {
    const page = await openPage(chromium.browser, `${system.url}/ui/`, { now: NOW });
    await page.getByRole('link', { name: /Down in open hours/ }).click();
    await page.waitForURL('**/ui/stores?state=down');
    await page.getByText('1 store', { exact: true }).waitFor();
    await page.getByLabel('Id or name contains').fill('no such');
    await page.getByText('0 stores').waitFor();
    await page.goBack();
    await page.context().close();
  });

  it('shows stores by name, if they have one, and finds them by it', async () => {
    const page = await openPage(chromium.browser, `${system.url}/ui/stores`, { now: NOW });
    await page.getByLabel('Id or name contains').fill('CORNER');
    await page.getByText('1 store', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Corner shop' }).click();
    await page.waitForURL('**/ui/stores/shop');
    await page.getByRole('heading', { name: 'Corner shop' }).waitFor();
    await page.context().close();
  });

  it('sorts the stores by the header of a column', async () => {
    const page = await openPage(chromium.browser, `${system.url}/ui/stores`, { now: NOW });
    await page.getByRole('button', { name: 'Store' }).click();
    await page.waitForURL('**/ui/stores?sort=storeId&order=asc');
    const ids = page.getByRole('row').getByRole('link');
    await page.getByRole('button', { name: 'Store' }).click();
    await page.waitForURL('**/ui/stores?sort=storeId&order=desc');
    await expectEventually(async () => expect(await ids.allInnerTexts()).toEqual(['silent', 'Corner shop', 'kiosk']));
    await page.context().close();
  });
});

async function expectEventually(expectation: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
