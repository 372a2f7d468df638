import { beforeAll, expect, it } from '@jest/globals';
import { freePort } from '../../dev/processes/ports.js';
import { useChromium } from '../support/client/chromium.js';
import { describeInChromium } from '../support/client/describe-in-chromium.js';
import { expectGoodPage, openPage } from '../support/client/page.js';
import { hours, polls, zones } from '../support/data/importing.js';
import { startApiProcess, type TestProcess } from '../support/system/processes.js';
import { useSystem } from '../support/system/use-system.js';

const FILES = {
  'hours.csv': hours('shop,2,09:00,17:00'),
  'zones.csv': zones('shop,UTC'),
  // A Wednesday.
  'polls.csv': polls('shop,2023-01-25 12:00 UTC,active', 'kiosk,2023-01-25 12:10 UTC,inactive', ',2023,up'),
};

const csv = (name: keyof typeof FILES) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(FILES[name]) });

describeInChromium('a first start', () => {
  const chromium = useChromium();
  const system = useSystem();
  let port: number;
  let api: TestProcess;

  beforeAll(async () => {
    await system.startWorker();
    port = await freePort();
    api = await startApiProcess({ ...system.config, port });
  });

  it('says what to do, takes files there and then, and shows the stores as soon as they are imported', async () => {
    const url = `http://127.0.0.1:${port}/`;
    await expectGoodPage(chromium.browser, url, {
      ready: (page) => page.getByRole('heading', { name: 'No polls yet' }).waitFor(),
    });
    const page = await openPage(chromium.browser, url);
    expect(page.url()).toBe(`${url}ui/`);
    await page.getByRole('button', { name: 'Choose files' }).waitFor();
    const names = Object.keys(FILES) as (keyof typeof FILES)[];
    await page.setInputFiles('input[type=file]', names.map(csv));
    await page.getByRole('heading', { name: 'Down now, longest first' }).waitFor();
    await page.getByRole('link', { name: '1 row of polls.csv rejected' }).waitFor();
    const counts = page.getByRole('list', { name: 'Stores by state' });
    expect(await counts.getByRole('link').allInnerTexts()).toEqual([
      expect.stringMatching(/^1\s+Down in open hours$/),
      expect.stringMatching(/^0\s+Not observed$/),
      expect.stringMatching(/^1\s+Up$/),
      expect.stringMatching(/^0\s+Closed as planned$/),
      expect.stringMatching(/^0\s+Excused$/),
    ]);
    await page.context().close();
  });

  it('keeps showing what comes in, and says so while the API is gone', async () => {
    const page = await openPage(chromium.browser, `http://127.0.0.1:${port}/ui/`);
    await page.getByText('Live').waitFor();
    const isDown = (count: number) =>
      page.getByRole('link', { name: new RegExp(`^${count}\\s+Down in open hours`) }).waitFor();
    await isDown(1);
    const push = (at: string) => system.http.post('/polls', [{ storeId: 'shop', at, status: 'inactive' }]);
    expect((await push('2023-01-25T12:30:00Z')).status).toBe(200);
    await isDown(2);

    await api.kill();
    await page.getByText('No connection to the API').waitFor();
    expect(
      (await system.http.post('/polls', [{ storeId: 'new', at: '2023-01-25T12:40:00Z', status: 'inactive' }])).status,
    ).toBe(200);
    api = await startApiProcess({ ...system.config, port });
    await isDown(3);
    await page.getByText('No connection to the API').waitFor({ state: 'detached' });
    await page.context().close();
    await api.kill();
  });
});
