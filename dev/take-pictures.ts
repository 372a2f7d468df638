import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { CHROMIUM_FLAGS, chromiumPath } from './chromium.js';

/*
 * Takes the pictures of the documents, of a running Storelight with the data of data/:
 * node bin/launch.js run dev/take-pictures.js [URL] [FOLDER]
 */
const [url = 'http://127.0.0.1:3000', folder = 'docs/pictures'] = process.argv.slice(2);

/** Two minutes after the newest poll of data/. */
const NOW = '2025-03-12T17:47:30Z';

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly ready: string;
  readonly scheme: 'light' | 'dark';
  readonly height: number;
  /** What the mouse points at. */
  readonly hover?: string;
}

const PICTURES: readonly Picture[] = [
  { name: 'now', path: '/ui/', ready: 'text=Last 7 days', scheme: 'light', height: 720 },
  {
    name: 'store',
    path: '/ui/stores/3203580186916530988',
    ready: '.hour-grid',
    scheme: 'light',
    height: 1_150,
    hover: '[data-state=down] >> nth=1',
  },
  { name: 'stores-dark', path: '/ui/stores', ready: '.virtual-table tbody tr >> nth=5', scheme: 'dark', height: 720 },
];

async function take(browser: Browser, { name, path: address, ready, scheme, height, hover }: Picture): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1_180, height },
    colorScheme: scheme,
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(NOW);
  await page.goto(url + address);
  await page.locator(ready).waitFor();
  await page.waitForLoadState('networkidle');
  if (hover !== undefined) await page.locator(hover).hover();
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  console.log(file);
  await context.close();
}

if (chromiumPath === undefined) throw new Error('There is no Chromium here. CHROMIUM may name one.');
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: chromiumPath, args: CHROMIUM_FLAGS });
for (const picture of PICTURES) await take(browser, picture);
await browser.close();
