import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { reportWorkflowId } from '../src/domain/reports/report-workflow.js';
import { HOUR, parseInstant, type Instant } from '../src/domain/time/instant.js';
import { generateData } from './data/generate-data.js';
import { readKnownStores } from './data/known-stores.js';
import { makeUpAttributes, makeUpClosures, makeUpSpecialHours, type CsvLines } from './data/made-up-calendars.js';
import { makeReport, measureImport } from './measure-product.js';
import { startProduct, type Product } from './product.js';
import { PARTS, readParts, type ReportParts } from './report/report-parts.js';
import { Random } from './data/random.js';
import { withServers, type BenchServers } from './servers.js';

const AS_OF = parseInstant('2023-01-25T18:13:22.479220Z', 'required') as Instant;

const LOG = { days: 7, pollsPerDay: 24, asOf: AS_OF };

/** Reports of each kind that are counted, after one that is not. */
const ROUNDS = 7;

/**
 * Reports on the same stores and polls in turns: bare, and with groups, special hours, closures and targets. Each kind has servers and
 * processes of its own, which idle while the other one reports.
 */
export async function measureAttributes(stores: number): Promise<void> {
  await withProduct('bare', stores, async (bare) =>
    withProduct('with attributes', stores, async (full) => {
      await setTargets(full.url);
      await measureInTurns(bare, full);
    }),
  );
}

async function withProduct(name: string, stores: number, work: (product: Product) => Promise<void>): Promise<void> {
  await withServers(async (servers) => {
    const dataDir = await makeUpData(servers, stores, name !== 'bare');
    const product = await startProduct(servers, dataDir);
    try {
      console.log(name);
      await measureImport(product);
      await vacuum(servers.ownerUrl);
      await work(product);
    } finally {
      await product.stop();
    }
  });
}

/** What the server would do by itself within a minute, while one kind of reports is measured and not the other. */
async function vacuum(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query('vacuum (analyze)').finally(() => client.end());
}

async function makeUpData({ folder }: BenchServers, stores: number, hasAttributes: boolean): Promise<string> {
  const dataDir = path.join(folder, 'stores');
  await generateData(dataDir, { ...LOG, seed: 1, stores, outageShare: 0.05, outageLength: 4 * HOUR });
  if (!hasAttributes) return dataDir;
  const { storeIds } = await readKnownStores(dataDir);
  const random = new Random(2);
  const write = async (name: string, lines: CsvLines) =>
    writeFile(path.join(dataDir, `${name}.csv`), `${lines.join('\n')}\n`);
  await write('attributes', makeUpAttributes(storeIds));
  await write('special_hours', makeUpSpecialHours(storeIds, AS_OF, random));
  await write('closures', makeUpClosures(storeIds, AS_OF, random));
  return dataDir;
}

/** Gives all stores a target, and some groups another one. */
async function setTargets(url: string): Promise<void> {
  await send('PUT', `${url}/targets/default`, { target: 98 });
  for (let region = 0; region < 10; region++) {
    await send('PATCH', `${url}/groups/region/region%20${region}`, { target: 90 + region });
  }
}

async function send(method: string, url: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
}

async function measureInTurns(bare: Product, full: Product): Promise<void> {
  const times = { bare: [] as ReportTimes[], full: [] as ReportTimes[] };
  await timeReport(bare);
  await timeReport(full);
  for (let round = 0; round < ROUNDS; round++) {
    times.bare.push(await timeReport(bare));
    times.full.push(await timeReport(full));
  }
  for (const phase of ['total', ...PARTS] as const) {
    const [without, having] = [summarize(times.bare, phase), summarize(times.full, phase)];
    console.log(
      `${phase.padEnd(11)} median ${format(without.median)} and ${format(having.median)}, ` +
        `ratio ${(having.median / without.median).toFixed(2)}; ` +
        `minimum ${format(without.minimum)} and ${format(having.minimum)}, ratio ${(having.minimum / without.minimum).toFixed(2)}`,
    );
  }
  console.log(
    `peak memory of the worker: ${await bare.peakMemory('worker')} bare, ${await full.peakMemory('worker')} with attributes`,
  );
}

/** In seconds. */
interface ReportTimes extends ReportParts {
  readonly total: number;
}

async function timeReport({ url, temporal }: Product): Promise<ReportTimes> {
  const report = await makeReport(url);
  // Then the groups are summed, and the next report should not run beside that.
  await temporal.workflow.getHandle(reportWorkflowId(report.reportId)).result();
  return { total: (report.complete - report.requested) / 1000, ...(await readParts(temporal, report)) };
}

function summarize(reports: readonly ReportTimes[], phase: keyof ReportTimes): { median: number; minimum: number } {
  const sorted = reports.map((times) => times[phase]).sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)]!, minimum: sorted[0]! };
}

function format(seconds: number): string {
  return `${seconds.toFixed(2)} s`;
}
