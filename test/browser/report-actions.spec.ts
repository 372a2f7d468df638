import { rm } from 'node:fs/promises';
import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { useChromium } from '../support/client/chromium.js';
import { describeInChromium } from '../support/client/describe-in-chromium.js';
import { expectGoodPage, openPage } from '../support/client/page.js';
import { hours, importText, polls, rowsOf, zones } from '../support/data/importing.js';
import { failAssembling } from '../support/faults/fail-assembling.js';
import { useSystem } from '../support/system/use-system.js';

const NOW = '2023-02-01T00:00:00Z';

/** A zone that does not exist, which no door lets in. */
const ATLANTIS = `update store_time_zone set time_zone = 'Europe/Atlantis' from store
  where key = store_key and external_id = 'atlantis'`;

const idIn = (page: Page) => page.url().split('/').at(-1)!;

describeInChromium('on a report, an operator', () => {
  const chromium = useChromium();
  const system = useSystem();
  const open = (path: string) => openPage(chromium.browser, `${system.url}/ui/${path}`, { now: NOW });

  let worker: { stop(): Promise<void> };

  beforeAll(async () => {
    worker = await system.startWorker();
    await importText(system.database, zones('atlantis,Europe/Paris', 'shop,Europe/Paris'));
    await importText(system.database, hours(...['atlantis', 'shop'].map((store) => `${store},1,09:00,23:30`)));
    await importText(
      system.database,
      polls('atlantis,2023-01-31 20:00 UTC,active', 'shop,2023-01-31 22:00 UTC,active'),
    );
  });

  it('is asked before one is stopped, which a worker does, and the list has it among those that were cancelled', async () => {
    await worker.stop();
    const { reportId } = (await system.http.post('/reports')).body;
    const page = await open(`reports/${reportId}`);
    await page.getByRole('button', { name: 'Stop the report' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('It stops as soon as a worker is there.').waitFor();
    worker = await system.startWorker();
    await page.getByText('It was cancelled, and has no numbers.').waitFor();
    await page.goto(`${system.url}/ui/reports`);
    await page.getByLabel('Status').selectOption('Failed');
    await page.getByText('No report fits.').waitFor();
    await page.getByLabel('Status').selectOption('Cancelled');
    await page.waitForURL('**/ui/reports?status=Cancelled');
    await page.getByRole('cell', { name: 'Cancelled' }).waitFor();
    await page.context().close();
  });

  it('reads why one failed, and tries it again', async () => {
    const reportId = await failAssembling(system);
    const page = await open(`reports/${reportId}`);
    const alert = page.getByRole('alert');
    await alert.getByText('It failed in the part "assemble"').waitFor();
    await alert.getByText(/^the CSV could not be written: /).waitFor();
    await rm(system.config.reportsDir);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'CSV, 2 rows' }).waitFor();
    await page.context().close();
  });

  it('makes one again, and is led to the new one', async () => {
    const { reportId } = await system.http.report();
    const page = await open(`reports/${reportId}`);
    await page.getByRole('button', { name: 'Make it again' }).click();
    await page.waitForURL((url) => !url.pathname.endsWith(reportId));
    await page.getByRole('link', { name: 'CSV, 2 rows' }).waitFor();
    const { body: made } = await system.http.get(`/reports/${idIn(page)}`);
    expect(made.trigger).toBe('remake');
    await page.context().close();
  });

  it('sees at the field what is wrong with a new one, and loses nothing of what he wrote', async () => {
    const page = await open('reports');
    await page.getByRole('button', { name: 'New report' }).click();
    const stores = page.getByLabel('Stores, one id on each line');
    await stores.fill('shop\nshup');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByText('"shup" is not known').waitFor();
    expect(await stores.getAttribute('aria-invalid')).toBe('true');
    const described = await stores.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${described}"]`).innerText()).toBe('"shup" is not known');
    expect(await stores.inputValue()).toBe('shop\nshup');
    expect(await page.getByLabel('Windows, one on each line').getAttribute('aria-invalid')).toBeNull();
    await page.context().close();
  });

  it('begins one on last month, which each store has on its own clock', async () => {
    const page = await open('reports');
    await page.getByRole('button', { name: 'New report' }).click();
    await page.getByLabel('Last month').check();
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByText('Last month, on the clock of each store').waitFor();
    const { body } = await system.http.get(`/reports/${idIn(page)}`);
    expect(body.request.windows).toEqual(['last_month']);
    await page.context().close();
  });

  it('sees which stores could not be computed, and why, beside the numbers of the others', async () => {
    await rowsOf(system.database, ATLANTIS);
    const { reportId } = await system.http.report();
    const url = `${system.url}/ui/reports/${reportId}`;
    const page = await openPage(chromium.browser, url, { now: NOW });
    await page.getByText('1 store could not be computed').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'atlantis' }).getByText('Europe/Atlantis').waitFor();
    await page
      .getByRole('table', { name: 'Every store' })
      .getByRole('row', { name: /atlantis could not be computed: .*Europe\/Atlantis/ })
      .waitFor();
    await page.context().close();
    await expectGoodPage(chromium.browser, url, {
      now: NOW,
      ready: (good) => good.getByText('1 store could not be computed').waitFor(),
    });
  });

  it('sees the longest window first, in whatever order they were asked for', async () => {
    const { reportId } = await system.http.report({ windows: ['P1D', 'PT1H'] });
    const page = await open(`reports/${reportId}`);
    await page.getByText(/^All \d stores together$/).waitFor();
    expect(await page.getByRole('combobox', { name: 'Window', exact: true }).inputValue()).toBe('P1D');
    await page.context().close();
  });
});
