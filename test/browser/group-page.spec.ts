import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { useChromium } from '../support/client/chromium.js';
import { describeInChromium } from '../support/client/describe-in-chromium.js';
import { expectGoodPage, openPage } from '../support/client/page.js';
import { importText, zones } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';

const NOW = '2023-02-01T00:00:00Z';

describeInChromium('groups of stores', () => {
  const chromium = useChromium();
  const system = useSystem();
  const open = (path: string) => openPage(chromium.browser, `${system.url}/ui${path}`, { now: NOW });

  beforeAll(async () => {
    await importText(system.database, zones('a,UTC', 'b,UTC', 'c,UTC'));
    await importText(
      system.database,
      'store_id,name,group:region,target,value_per_hour\na,Main St,west,,10\nb,,west,50,\nc,,east,,\n',
    );
    const row = (rest: string) => rest.replace(' ', ' 2023-01-31 ');
    const polls = [
      'a, 22:00 UTC,active,',
      'a, 23:00 UTC,inactive,tablet offline',
      'b, 23:00 UTC,active,',
      'c, 23:59 UTC,active,',
    ].map((poll) => row(poll).replace(', ', ','));
    await importText(system.database, ['store_id,timestamp_utc,status,reason', ...polls, ''].join('\n'));
    await system.startWorker();
  });

  it('are on the first page, collapsed, with their week, their target and a way to each', async () => {
    const page = await open('/');
    await page.getByText('Groups by region').click();
    const table = page.getByRole('region', { name: 'Groups by region' });
    const west = table.getByRole('row', { name: /^west/ });
    const { body } = await system.http.get('/now/groups?by=region');
    const [, of] = body.items;
    await west.getByText(`${of.week.uptimePercent.toFixed(2)} %`).waitFor();
    await west.getByRole('link', { name: 'west' }).click();
    await page.waitForURL(/\/ui\/groups\/region\/west$/);
    await page.getByRole('heading', { name: 'west', exact: true }).waitFor();
    await page.getByRole('link', { name: '2 stores' }).click();
    await page.waitForURL(/\/ui\/stores\?group=region%3Awest/);
    await page.getByText('2 stores', { exact: true }).waitFor();
    await page.context().close();
  });

  it('get a target and closures on their page', async () => {
    const page = await open('/groups/region/west');
    await page.getByRole('button', { name: 'Set a target' }).click();
    await page.getByLabel('Uptime in per cent').fill('101');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.field-messages').waitFor();
    await page.getByLabel('Uptime in per cent').fill('99.5');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('99.5 % of the observed open time').waitFor();
    expect((await system.http.get('/groups/region/west')).body.target).toBe(99.5);
    await page.getByRole('button', { name: 'Close or excuse its stores' }).click();
    await page.getByLabel('From, on the clock of each store').fill('2023-02-03T08:00');
    await page.getByLabel('Reason (optional)').fill('stocktaking');
    await page.getByRole('button', { name: 'Save' }).click();
    await page
      .getByText(/^Excused, region west, from .* on, without an end \(stocktaking\)/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: /Remove/ }).click();
    await page.getByText('None.', { exact: true }).waitFor();
    await page.context().close();
  });

  it('have a sheet of the last month to print, of a report that is made for it', async () => {
    const page = await open('/groups/region/west');
    await page.getByRole('button', { name: 'Make the sheet of last month' }).click();
    await page.waitForURL(/\/ui\/reports\/[0-9a-f-]+\/sheet/);
    // The newest poll is at 23:59 on 31 January: the month before.
    await page.getByText('December 2022').waitFor();
    await page.getByRole('heading', { name: 'west', exact: true }).waitFor();
    await page.context().close();
    const { reportId } = await system.http.report({ windows: ['P1D'] });
    const sheet = await open(`/reports/${reportId}/sheet?group=region%3Awest`);
    const { body } = await system.http.get(`/reports/${reportId}/summary?by=region&group=region:west`);
    await sheet.locator('.headline-figure', { hasText: `${body.fleet.uptimePercent.toFixed(2)} %` }).waitFor();
    const stores = sheet.getByRole('region', { name: 'Stores', exact: true });
    await stores.getByRole('row', { name: /Main St.*missed/ }).waitFor();
    expect(await stores.getByRole('row').count()).toBe(3);
    await sheet.getByRole('row', { name: /tablet offline/ }).waitFor();
    expect((await sheet.pdf({ format: 'A4' })).toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    await sheet.context().close();
  });

  it('get special hours on their page, one date at a time', async () => {
    const page = await open('/groups/region/east');
    await page.getByRole('button', { name: 'Add special hours' }).click();
    await page.getByLabel('Date').fill('2023-04-09');
    await page.getByLabel('Open, such as').fill('25:00-26:00');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.field-messages').waitFor();
    await page.getByLabel('Open, such as').fill('');
    await page.getByLabel('Reason (optional)').fill('Easter');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Sun, 9 Apr 2023: closed (Easter)').waitFor();
    const { body } = await system.http.get('/groups/region/east/special-hours?from=2023-04-01&to=2023-04-30');
    expect(body).toEqual([{ date: '2023-04-09', closed: true, reason: 'Easter' }]);
    await page.getByRole('button', { name: 'Remove Sun, 9 Apr 2023' }).click();
    await page.getByText(/^None: its stores/).waitFor();
    await page.context().close();
  });

  it('are changed on the page of a store', async () => {
    const page = await open('/stores/c');
    await page.getByRole('button', { name: 'Change name, groups and target' }).click();
    await page.getByLabel('Groups, one on each line').fill('region');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.field-messages').waitFor();
    await page.getByLabel('Groups, one on each line').fill('region:south\nbrand:x');
    await page.getByRole('textbox', { name: 'Name' }).fill('Corner');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Corner' }).waitFor();
    const { body } = await system.http.get('/stores/c');
    expect(body).toMatchObject({ name: 'Corner', groups: { region: 'south', brand: 'x' } });
    await page.context().close();
  });

  it('have their holidays and closures in the calendar of the next weeks', async () => {
    await system.http.send('PUT', '/groups/region/west/special-hours/2023-02-14', {
      closed: true,
      reason: 'Valentine',
    });
    await system.http.send('PUT', '/stores/b/special-hours/2023-03-01', { closed: true, reason: 'painting' });
    const page = await open('/');
    await page.getByRole('link', { name: 'Calendar' }).click();
    await page.getByText('1 Feb, today').waitFor();
    const day = (date: string) => page.getByRole('cell', { name: new RegExp(`^${date}`) });
    await day('14 Feb').getByText('closed (Valentine)').waitFor();
    await day('1 Mar').getByRole('link', { name: 'b' }).waitFor();
    await page.getByRole('link', { name: 'Later' }).click();
    await page.waitForURL(/\?from=2023-03-13$/);
    await page.getByRole('cell', { name: '13 Mar' }).waitFor();
    await page.context().close();
  });

  it('that have no store are said to be none', async () => {
    const page = await open('/groups/region/mars');
    await page.getByText('There is no group region:mars').waitFor();
    await page.context().close();
  });

  it.each<[string, string, (page: Page) => Promise<unknown>]>([
    ['on the first page', '/', (page) => page.getByText(/^Groups by/).click()],
    ['on their page', '/groups/region/west', (page) => page.getByText('Down now, longest first').waitFor()],
    ['in the calendar', '/calendar?from=2023-02-14', (page) => page.getByText('closed (Valentine)').waitFor()],
    ['on a sheet', '/reports/{reportId}/sheet', (page) => page.getByText('The longest outages').waitFor()],
  ])('are good to look at and to read %s, bright and dark, on a phone as on a desk', async (_, path, ready) => {
    const { reportId } = await system.http.report({ windows: ['P1D'] });
    const url = `${system.url}/ui${path.replace('{reportId}', reportId)}`;
    await expectGoodPage(chromium.browser, url, { now: NOW, ready });
  });
});
