import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { chromium, type Browser } from 'playwright-core';
import { CHROMIUM_FLAGS, chromiumPath } from '../../dev/chromium.js';
import { generateData } from '../data/generate-data.js';
import { CALM_LOG } from '../data/poll-log.js';
import { getJson } from '../http.js';
import { makeReport, measureImport } from '../measure-product.js';
import { startProduct } from '../product.js';
import { timeEach } from '../requests/percentiles.js';
import type { BenchServers } from '../servers.js';
import { measureScrolling } from './measure-scrolling.js';
import { writePlainTable } from './plain-table.js';

/** A week of hourly polls. */
const LOG = { days: 7, pollsPerDay: 24, ...CALM_LOG };

const RUNS = 5;

/** What is seen of each page when it is of use. */
const PAGES = [
  ['Now', '/ui/', '.count-number >> nth=0'],
  ['Stores', '/ui/stores', '.virtual-table tbody tr >> nth=5'],
  ['Data', '/ui/data', '.feed'],
] as const;

/** What the first page and the list of stores ask for, each time data come in. */
const ROUTES = ['/now', '/now/uptime', '/now/stores', '/now/stores?search=7&sort=week.uptimePercent&order=asc'];

const ANSWERS = 100;

/** Opens the page at many stores in a real browser, beside a plain table of the same rows. */
export async function measurePage(servers: BenchServers, stores: number): Promise<void> {
  if (chromiumPath === undefined) throw new Error('There is no Chromium here. CHROMIUM may name one.');
  const dataDir = path.join(servers.folder, 'data');
  await generateData(dataDir, { ...LOG, seed: 1, stores });
  const product = await startProduct(servers, dataDir);
  const browser = await chromium.launch({ executablePath: chromiumPath, args: CHROMIUM_FLAGS });
  try {
    await measureImport(product);
    const { reportId } = await makeReport(product.url);
    for (const [name, address, useful] of PAGES) await measurePaint(browser, name, product.url + address, useful);
    for (const route of ROUTES) await measureAnswers(product.url + route);
    const report = `${product.url}/ui/reports/${reportId}`;
    await measurePaint(browser, 'Report', report, '.virtual-table tbody tr >> nth=5');
    const plain = await writePlainTable(product.url, reportId, servers.folder);
    await measurePaint(browser, `plain table of ${stores} rows`, plain, 'tbody tr >> nth=5');
    await measureScrolling(browser, 'Report', report, '.virtual-table');
    await measureScrolling(browser, 'plain table', plain, '.virtual-table');
    console.log(`peak memory: API ${await product.peakMemory('API')}`);
  } finally {
    await browser.close();
    await product.stop();
  }
}

/** Asks for the same again and again, without a pause: the figures are kept in memory until data come in. */
async function measureAnswers(url: string): Promise<void> {
  const { median, p95 } = await timeEach(
    Array.from({ length: ANSWERS }, () => url),
    getJson,
  );
  const { pathname, search } = new URL(url);
  console.log(`GET ${pathname}${search}: ${median.toFixed(1)} ms (median of ${ANSWERS}), ${p95.toFixed(1)} ms (95 %)`);
}

/** From an empty cache each time: what somebody sees who opens the page in the morning. */
async function measurePaint(browser: Browser, name: string, url: string, useful: string): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } });
    const page = await context.newPage();
    const begun = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator(useful).waitFor();
    times.push(performance.now() - begun);
    await context.close();
  }
  const sorted = [...times].sort((a, b) => a - b);
  const [first, median] = [times[0]!, sorted[Math.floor(RUNS / 2)]!];
  console.log(`${name}: first useful paint ${first.toFixed(0)} ms, median of ${RUNS} ${median.toFixed(0)} ms`);
}
