import { beforeAll, expect, it } from '@jest/globals';
import { useChromium } from '../support/client/chromium.js';
import { describeInChromium } from '../support/client/describe-in-chromium.js';
import { expectGoodPage, openPage } from '../support/client/page.js';
import { importText, polls } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';
import { waitFor } from '../support/wait-for.js';

const NOW = '2023-02-01T00:00:00Z';

const STORES = Array.from({ length: 1_200 }, (_, index) => `store-${String(index).padStart(4, '0')}`);

describeInChromium("a report's page", () => {
  const chromium = useChromium();
  const system = useSystem();
  let reportId: string;

  beforeAll(async () => {
    const rows = STORES.flatMap((store, index) => [
      `${store},2023-01-31 ${String(index % 24).padStart(2, '0')}:00 UTC,inactive`,
      `${store},2023-01-31 23:59 UTC,active`,
    ]);
    await importText(system.database, polls(...rows));
  });

  it('is where one is after one has begun a report, and shows its progress until it is complete', async () => {
    const page = await openPage(chromium.browser, `${system.url}/ui/reports`, { now: NOW });
    await page.getByText('No report has been made yet.').waitFor();
    await page.getByRole('button', { name: 'New report' }).click();
    await page.getByLabel('Windows, one on each line').fill('P1D\nnever');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('alert').getByText('never').waitFor();
    await page.getByLabel('Windows, one on each line').fill('PT1H\nP1D');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.waitForURL(/\/ui\/reports\/[0-9a-f-]{36}$/);
    reportId = page.url().split('/').at(-1)!;
    await page.getByText('It is about to begin.').waitFor();
    await system.startWorker();
    await page.getByRole('link', { name: 'CSV, 1,200 rows' }).waitFor();
    for (const name of ['CSV, all columns', 'Excel', 'Parquet']) {
      const file = await page.getByRole('link', { name, exact: true }).getAttribute('href');
      expect((await fetch(system.url + file!)).headers.get('content-disposition')).toMatch(
        /^attachment; filename="report-/,
      );
    }
    await page.getByText('All 1,200 stores together').waitFor();
    await page.context().close();
  });

  it('has the sums and the rows of the API, sorted and found by the server', async () => {
    const { body: summary } = await system.http.get(`/reports/${reportId}/summary`);
    const page = await openPage(chromium.browser, `${system.url}/ui/reports/${reportId}?window=P1D`, { now: NOW });
    const { uptimePercent } = summary.windows[1];
    await page.locator('.headline-figure', { hasText: `${uptimePercent.toFixed(2)} %` }).waitFor();
    const table = page.getByRole('table', { name: 'Every store' });
    await table.getByRole('button', { name: 'Down' }).click();
    await table.getByRole('button', { name: 'Down' }).click();
    await page.waitForURL(/sort=downtimeSeconds&order=desc/);
    const { body: rows } = await system.http.get(
      `/reports/${reportId}/rows?sort=P1D.downtimeSeconds&order=desc&limit=10`,
    );
    const expected = rows.items.map(({ storeId }: { storeId: string }) => storeId);
    const shown = async () => (await table.getByRole('link').allInnerTexts()).slice(0, 10);
    await waitFor(
      'the rows in the order of the API',
      async () => JSON.stringify(await shown()) === JSON.stringify(expected),
    );
    await page.getByLabel('Id or name contains').fill('E-0042');
    await page.getByText('1 store', { exact: true }).waitFor();
    await page.context().close();
  });

  it('has all rows at hand, and few of them in the document', async () => {
    const page = await openPage(chromium.browser, `${system.url}/ui/reports/${reportId}?sort=storeId`, { now: NOW });
    const table = page.getByRole('table', { name: 'Every store' });
    await table.waitFor();
    expect(await table.getAttribute('aria-rowcount')).toBe('1201');
    const region = page.getByRole('region', { name: 'Every store, scrolls' });
    await waitFor('the last row to be seen', async () => {
      await region.evaluate((element) => element.scrollTo(0, element.scrollHeight));
      return (await table.getByText('store-1199').count()) === 1;
    });
    expect(await table.getByRole('row').count()).toBeLessThan(100);
    await page.context().close();
  });

  it('says that newer data are there, and compares a new report with the old one', async () => {
    await system.http.post('/polls', [{ storeId: 'store-0000', at: '2023-01-31T12:00:00Z', status: 'active' }]);
    const page = await openPage(chromium.browser, `${system.url}/ui/reports/${reportId}`, { now: NOW });
    await page.getByText('no: 1 new or corrected poll since.').waitFor();
    const { body } = await system.http.post('/reports', { windows: ['PT1H', 'P1D'] });
    await page.goto(`${system.url}/ui/reports/${body.reportId}`);
    await page.getByLabel('Reports of the same windows').selectOption(reportId);
    await page
      .getByRole('region', { name: 'Differences' })
      .getByRole('row', { name: /store-0000 other numbers/ })
      .waitFor();
    await page.context().close();
  });

  it('is good to look at and to listen to, as the list of reports is', async () => {
    const ready = 'Outages, longest first';
    await expectGoodPage(chromium.browser, `${system.url}/ui/reports/${reportId}`, {
      now: NOW,
      ready: (page) => page.getByRole('heading', { name: ready }).waitFor(),
    });
    await expectGoodPage(chromium.browser, `${system.url}/ui/reports`, {
      now: NOW,
      ready: (page) => page.getByRole('cell', { name: 'Complete' }).first().waitFor(),
    });
  });
});
