import { execFile } from 'node:child_process';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { DAY, formatInstant, HOUR, MINUTE, parseInstant, type Instant } from '../../src/domain/time/instant.js';
import { generateData } from '../data/generate-data.js';
import { readKnownStores } from '../data/known-stores.js';
import { makeReport, measureImport } from '../measure-product.js';
import { startProduct } from '../product.js';
import { formatTable } from '../report/print-results.js';
import type { BenchServers } from '../servers.js';
import { percentilesOf, type Percentiles } from './percentiles.js';

const AS_OF = parseInstant('2023-01-25T18:13:22.479220Z', 'required') as Instant;

const WEEK_LOG = { days: 8, pollsPerDay: 18.5, asOf: AS_OF, outageShare: 0.05, outageLength: 4 * HOUR };

const MILLION = 1_000_000;

const REPORTS = 20;
const TIMELINES = 100;
const PUSHES = 20;
const POLLS_OF_PUSH = 1_000;
const PAGES = 20;

const CLIENTS = 50;
const CLIENT_SECONDS = 20;

const SORTED = [
  'rows?sort=last_week.uptimePercent&order=asc',
  'rows?sort=last_week.downtimeSeconds&order=desc',
  'rows?sort=last_day.coverage&order=asc',
  'outages?',
];

/** Measures what people and programs ask for beside reports on all stores. A million stores have a day of polls, fewer a week. */
export async function measureRequests(servers: BenchServers, stores: number): Promise<void> {
  const dataDir = path.join(servers.folder, 'data');
  const log = stores < MILLION ? WEEK_LOG : { ...WEEK_LOG, days: 1 };
  await generateData(dataDir, { ...log, seed: 1, stores });
  const { storeIds } = await readKnownStores(dataDir);
  const product = await startProduct(servers, dataDir);
  const rows: string[][] = [];
  const tell = (what: string, times: Percentiles, first: number | null = null) =>
    rows.push(toCells(what, times, first));
  try {
    await measureImport(product);
    const { url } = product;
    const { reportId } = await makeReport(url);
    tell('report on one store, to its CSV', await timeEach(storeIds.slice(0, REPORTS), (id) => reportOn(url, id)));
    const week = `from=${formatInstant(AS_OF - 7 * DAY)}&to=${formatInstant(AS_OF)}&limit=10000`;
    const timelines = storeIds
      .slice(0, TIMELINES)
      .map((id) => `${url}/stores/${encodeURIComponent(id)}/timeline?${week}`);
    tell('a week of the timeline of a store', await timeEach(timelines, getJson));
    for (const list of SORTED) {
      const [first, ...others] = await timePages(`${url}/reports/${reportId}/${list}&limit=100`);
      tell(`page of ${list}`, percentilesOf(others), first);
    }
    const status = `${url}/reports/${reportId}`;
    await askStatus(status);
    tell(`status, ${CLIENTS} clients`, await askStatus(status));
    const reports = reportAgainAndAgain(url);
    tell(`status, ${CLIENTS} clients, while reports run`, await askStatus(status));
    await reports.stop();
    const pushes = Array.from({ length: PUSHES }, (_, push) => pollsAfter(push, storeIds));
    tell(`push of ${POLLS_OF_PUSH} polls`, await timeEach(pushes, (polls) => sendJson(`${url}/polls`, polls)));
  } finally {
    await product.stop();
  }
  console.log(`\n${formatTable([['what', 'times', 'first', 'median', '95 %', '99 %', 'slowest'], ...rows])}`);
}

function toCells(what: string, { count, median, p95, p99, slowest }: Percentiles, first: number | null): string[] {
  const ms = (time: number) => `${time.toFixed(1)} ms`;
  return [what, String(count), first === null ? '' : ms(first), ms(median), ms(p95), ms(p99), ms(slowest)];
}

async function timeEach<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<Percentiles> {
  const times: number[] = [];
  for (const item of items) {
    const begun = performance.now();
    await work(item);
    times.push(performance.now() - begun);
  }
  return percentilesOf(times);
}

async function reportOn(url: string, storeId: string): Promise<void> {
  const { reportId } = await makeReport(url, { storeIds: [storeId] });
  await (await fetch(`${url}/reports/${reportId}/csv`)).arrayBuffer();
}

const pageSchema = z.object({ nextCursor: z.string().nullable() });

/** Returns the milliseconds of the first pages. */
async function timePages(url: string): Promise<number[]> {
  const times: number[] = [];
  for (let cursor: string | null = ''; cursor !== null && times.length <= PAGES;) {
    const begun = performance.now();
    const page = await getJson(cursor === '' ? url : `${url}&cursor=${encodeURIComponent(cursor)}`);
    times.push(performance.now() - begun);
    cursor = pageSchema.parse(page).nextCursor;
  }
  return times;
}

async function getJson(url: string): Promise<unknown> {
  return readJson(url, await fetch(url));
}

async function sendJson(url: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  return readJson(url, await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function readJson(url: string, response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function askStatus(url: string): Promise<Percentiles> {
  const program = fileURLToPath(new URL('status-clients.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    program,
    url,
    String(CLIENTS),
    String(CLIENT_SECONDS),
  ]);
  return JSON.parse(stdout) as Percentiles;
}

function reportAgainAndAgain(url: string): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const report = async () => {
    while (!stopping.signal.aborted) await makeReport(url);
  };
  const reporting = report();
  return {
    async stop() {
      stopping.abort();
      await reporting;
    },
  };
}

/** Polls of the same thousand stores, one minute after the other. */
function pollsAfter(push: number, storeIds: readonly string[]) {
  const at = formatInstant(AS_OF + (push + 1) * MINUTE);
  return storeIds.slice(0, POLLS_OF_PUSH).map((storeId) => ({ storeId, status: 'active', at }));
}
