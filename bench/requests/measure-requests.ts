import { execFile } from 'node:child_process';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { DAY, formatInstant, MINUTE } from '../../src/domain/time/instant.js';
import { generateData } from '../data/generate-data.js';
import { CALM_LOG } from '../data/poll-log.js';
import { readKnownStores } from '../data/known-stores.js';
import { getJson, sendJson } from '../http.js';
import { makeReport, measureImport } from '../measure-product.js';
import { startProduct } from '../product.js';
import { formatTable } from '../report/print-results.js';
import type { BenchServers } from '../servers.js';
import { percentilesOf, timeEach, type Percentiles } from './percentiles.js';

const WEEK_LOG = { ...CALM_LOG, days: 8, pollsPerDay: 18.5 };

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
    const week = `from=${formatInstant(CALM_LOG.asOf - 7 * DAY)}&to=${formatInstant(CALM_LOG.asOf)}&limit=10000`;
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
    tell(`push of ${POLLS_OF_PUSH} polls`, await timeEach(pushes, (polls) => sendJson('POST', `${url}/polls`, polls)));
  } finally {
    await product.stop();
  }
  console.log(`\n${formatTable([['what', 'times', 'first', 'median', '95 %', '99 %', 'slowest'], ...rows])}`);
}

function toCells(what: string, { count, median, p95, p99, slowest }: Percentiles, first: number | null): string[] {
  const ms = (time: number) => `${time.toFixed(1)} ms`;
  return [what, String(count), first === null ? '' : ms(first), ms(median), ms(p95), ms(p99), ms(slowest)];
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
  const at = formatInstant(CALM_LOG.asOf + (push + 1) * MINUTE);
  return storeIds.slice(0, POLLS_OF_PUSH).map((storeId) => ({ storeId, status: 'active', at }));
}
