import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { HOUR, type Microseconds } from '../../src/domain/time/instant.js';
import { loadConfig } from '../../src/config/config.js';
import { readTimeZoneData } from '../../src/files/time-zone-data.js';
import { installTimeZones } from '../../src/domain/time-zones/time-zone-database.js';
import { measureBareCopy } from '../bare-copy.js';
import { generateData, type DataOptions } from '../data/generate-data.js';
import { CALM_LOG } from '../data/poll-log.js';
import { uploadFile } from '../measure-import.js';
import { makeReport } from '../measure-product.js';
import { startProduct, type Product } from '../product.js';
import { withServers, type BenchServers } from '../servers.js';
import { fillDuckDb } from './duckdb-tables.js';
import { formatResults } from './print-results.js';
import { cpuSecondsOf, isUsageKnown, PeakMemory, peakMegabytes, resetPeak } from './process-usage.js';
import { PARTS, readParts, type ReportParts } from './report-parts.js';
import {
  describeMachine,
  medianOf,
  spreadOf,
  type BenchResults,
  type ImportResult,
  type Program,
  type ReportResult,
} from './results.js';

const AS_OF = CALM_LOG.asOf;

/** A week at the density of real data, 130 polls a store; a million stores have a day of hourly polls. */
const WEEK = { days: 7, pollsPerDay: 18.5 };
const DAY_OF_POLLS = { days: 1, pollsPerDay: 24 };
const MILLION = 1_000_000;

/** Few long outages, and many short ones: up to a third of the polls of a store are inactive, in short runs. */
const KINDS = {
  calm: CALM_LOG,
  flapping: { ...CALM_LOG, outageShare: 0.3, outageLength: 2 * HOUR },
} as const;

type Kind = keyof typeof KINDS;

const FILES = ['menu_hours.csv', 'timezones.csv', 'store_status.csv'] as const;
const POLL_FILE = 'store_status.csv';

export interface ReportBenchOptions {
  readonly sizes: readonly number[];
  /** Reports of each data that are counted, after one that is not. */
  readonly rounds: number;
  /** The file for the results as JSON. */
  readonly json: string;
  /** The results of an earlier run to compare to, if any. */
  readonly compare: string | null;
}

/** Measures uploads and reports of made-up data, beside PostgreSQL's COPY and DuckDB in the same run. */
export async function measureReportsAndImports({ sizes, rounds, json, compare }: ReportBenchOptions): Promise<void> {
  installTimeZones(readTimeZoneData(loadConfig({}).tzdataDir));
  const earlier = compare === null ? null : (JSON.parse(await readFile(compare, 'utf8')) as BenchResults);
  const [reports, imports]: [ReportResult[], ImportResult[]] = [[], []];
  for (const stores of sizes) {
    for (const kind of Object.keys(KINDS) as Kind[]) {
      await withServers(async (servers) => {
        const measured = await measureData(servers, kind, stores, rounds);
        reports.push(measured.report);
        imports.push(...measured.imports);
      });
    }
  }
  const results: BenchResults = { takenAt: new Date().toISOString(), machine: describeMachine(), reports, imports };
  await writeFile(json, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\n${formatResults(results, earlier)}\n\nas JSON in ${json}`);
}

async function measureData(
  servers: BenchServers,
  kind: Kind,
  stores: number,
  rounds: number,
): Promise<{ report: ReportResult; imports: ImportResult[] }> {
  const data = stores < MILLION ? WEEK : DAY_OF_POLLS;
  const folder = path.join(servers.folder, kind);
  const options: DataOptions = { ...data, ...KINDS[kind], asOf: AS_OF, seed: 1, stores };
  console.log(`${kind}, ${stores} stores`);
  const { polls } = await generateData(folder, options);
  const copy = await measureBareCopy(servers.ownerUrl, folder);
  const product = await startProduct(servers, path.join(servers.folder, 'data'));
  try {
    const imports: ImportResult[] = [];
    for (const file of FILES) {
      const imported = await uploadFile(product, `upload of ${file}`, path.join(folder, file));
      const copySeconds = file === POLL_FILE ? copy : null;
      imports.push({ data: kind, file: `${file} of ${stores} stores`, copySeconds, ...imported });
    }
    const report = await measureReportsOn(servers, product, folder, rounds);
    return { report: { data: kind, stores, polls, ...report }, imports };
  } finally {
    await product.stop();
  }
}

async function measureReportsOn(
  servers: BenchServers,
  product: Product,
  dataDir: string,
  rounds: number,
): Promise<Omit<ReportResult, 'data' | 'stores' | 'polls'>> {
  const duckDb = {
    tables: path.join(servers.folder, 'tables.duckdb'),
    reach: product.config.pollReachHours * HOUR,
    answer: path.join(servers.folder, 'answer.csv'),
  };
  await fillDuckDb(duckDb.tables, dataDir, AS_OF);
  const [times, duckDbTimes, scans]: [number[], number[], number[]] = [[], [], []];
  const [parts, cpu]: [ReportParts[], Record<Program, number>[]] = [[], []];
  const pids: Record<Program, number> = { ...product.pids, ...servers.pids };
  const peak = isUsageKnown ? new PeakMemory(pids.PostgreSQL) : null;
  if (isUsageKnown) for (const program of ['API', 'worker'] as const) await resetPeak(pids[program]);
  for (let round = 0; round <= rounds; round++) {
    const before = await cpuTimes(pids);
    const report = await makeReport(product.url);
    const seconds = (report.complete - report.requested) / 1000;
    const used = await cpuTimes(pids);
    const reportParts = await readParts(product.temporal, report);
    const duckDbSeconds = await timeDuckDb(duckDb);
    if (round === 0) {
      await assertSameAnswer(servers.ownerUrl, report.reportId, duckDb.answer);
      continue;
    }
    times.push(seconds);
    duckDbTimes.push(duckDbSeconds);
    scans.push(await timeScan(servers.ownerUrl));
    parts.push(reportParts);
    cpu.push(difference(used, before));
  }
  const postgresPeak = (await peak?.end()) ?? 0;
  return {
    report: spreadOf(times),
    duckDb: spreadOf(duckDbTimes),
    scan: spreadOf(scans),
    parts: mediansOf(PARTS, parts),
    cpuSeconds: isUsageKnown ? mediansOf(['API', 'worker', 'PostgreSQL', 'Temporal'], cpu) : null,
    peakMegabytes: isUsageKnown
      ? { API: await peakMegabytes(pids.API), worker: await peakMegabytes(pids.worker), PostgreSQL: postgresPeak }
      : null,
  };
}

interface DuckDbRun {
  /** The database file. */
  readonly tables: string;
  readonly reach: Microseconds;
  /** The file for the answer. */
  readonly answer: string;
}

async function timeDuckDb({ tables, reach, answer }: DuckDbRun): Promise<number> {
  const program = fileURLToPath(new URL('duckdb-report.js', import.meta.url));
  const begun = performance.now();
  const child = spawn(process.execPath, [program, tables, String(AS_OF), String(reach), answer], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`DuckDB ended with ${code}`);
  return (performance.now() - begun) / 1000;
}

/** Compares the rows of a report with the answer of DuckDB, to the microsecond. */
async function assertSameAnswer(ownerUrl: string, reportId: string, answerFile: string): Promise<void> {
  const rows = await query<{ line: string }>(
    ownerUrl,
    `select external_id || ',' || array_to_string(up_us || down_us || unobserved_us, ',') as line
     from report_row join store on key = store_key where report_id = $1 order by external_id`,
    [reportId],
  );
  const answer = (await readFile(answerFile, 'utf8')).trimEnd().split('\n');
  const other = rows.findIndex(({ line }, row) => line !== answer[row]);
  if (other >= 0 || rows.length !== answer.length) {
    throw new Error(`DuckDB differs in row ${other}: ${answer[other]} is not ${rows[other]?.line}`);
  }
  console.log(`DuckDB has the same answer, to the microsecond, for all ${rows.length} stores`);
}

async function timeScan(ownerUrl: string): Promise<number> {
  const begun = performance.now();
  await query(ownerUrl, 'select count(*), count(*) filter (where active), max(at) from poll', []);
  return (performance.now() - begun) / 1000;
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string, values: unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

async function cpuTimes(pids: Readonly<Record<Program, number>>): Promise<Record<Program, number>> {
  const times = { API: 0, worker: 0, PostgreSQL: 0, Temporal: 0 };
  if (!isUsageKnown) return times;
  for (const program of Object.keys(pids) as Program[]) times[program] = await cpuSecondsOf(pids[program]);
  return times;
}

function difference(after: Record<Program, number>, before: Record<Program, number>): Record<Program, number> {
  const used = { ...after };
  for (const program of Object.keys(used) as Program[]) used[program] -= before[program];
  return used;
}

function mediansOf<Name extends string>(
  names: readonly Name[],
  values: readonly Record<Name, number>[],
): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, medianOf(values.map((value) => value[name]))])) as Record<
    Name,
    number
  >;
}
