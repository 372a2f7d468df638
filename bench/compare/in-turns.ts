import { makeReport } from '../measure-product.js';
import type { Product } from '../product.js';
import { readParts, type ReportParts } from '../report/report-parts.js';
import { cpuSecondsOf, isUsageKnown } from '../report/process-usage.js';
import { spreadOf } from '../report/results.js';
import { formatTable, PART_NAMES } from '../report/print-results.js';
import type { BenchServers } from '../servers.js';

/** Reports of each kind that are counted, after one that is not. */
const ROUNDS = 7;

/** One of the products that are compared. Each has servers and processes of its own, which idle while another one reports. */
export interface Compared {
  readonly name: string;
  readonly product: Product;
  readonly servers: BenchServers;
}

/** Of one report, in seconds. */
export interface ReportTimes extends ReportParts {
  readonly total: number;
  /** Processor time of the workers and of PostgreSQL; 0 where the system does not tell. */
  readonly ofWorkers: number;
  readonly ofPostgres: number;
  readonly sha256: string;
}

/** Makes reports in turns, so that all have the same slow and fast minutes of the machine. */
export async function reportInTurns(all: readonly Compared[], rounds = ROUNDS): Promise<Map<string, ReportTimes[]>> {
  const times = new Map<string, ReportTimes[]>(all.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const compared of all) {
      const timed = await timeReport(compared);
      if (round > 0) times.get(compared.name)!.push(timed);
    }
  }
  return times;
}

async function timeReport({ product, servers }: Compared): Promise<ReportTimes> {
  const { url, temporal } = product;
  const before = await processorTimes(product, servers);
  const report = await makeReport(url);
  const after = await processorTimes(product, servers);
  return {
    total: (report.complete - report.requested) / 1000,
    ...(await readParts(temporal, report)),
    ofWorkers: after.workers - before.workers,
    ofPostgres: after.postgres - before.postgres,
    sha256: report.sha256,
  };
}

async function processorTimes({ workerPids }: Product, { pids }: BenchServers) {
  if (!isUsageKnown) return { workers: 0, postgres: 0 };
  const workers = await Promise.all(workerPids.map(cpuSecondsOf));
  return { workers: workers.reduce((sum, time) => sum + time, 0), postgres: await cpuSecondsOf(pids.PostgreSQL) };
}

const TIMES = {
  total: 'report, median (fastest)',
  ...PART_NAMES,
  ofWorkers: 'processor time of the workers',
  ofPostgres: 'processor time of PostgreSQL',
} as const;

/** Formats the medians of each kind, and their ratio to those of the first kind. */
export function formatTurns(times: ReadonlyMap<string, readonly ReportTimes[]>): string {
  const [first] = times.values();
  const rows = Object.entries(TIMES).map(([time, name]) => {
    const spreadIn = (of: readonly ReportTimes[]) => spreadOf(of.map((each) => each[time as keyof typeof TIMES]));
    const cells = [...times.values()].map((of) => {
      const [{ median, fastest }, base] = [spreadIn(of), spreadIn(first!)];
      const ratio =
        of === first || base.median < SHORTEST_TO_COMPARE ? '' : `, ${(median / base.median).toFixed(2)} times`;
      return `${median.toFixed(2)} s (${fastest.toFixed(2)})${ratio}`;
    });
    return [name, ...cells];
  });
  return formatTable([['', ...times.keys()], ...rows]);
}

/** In seconds. */
const SHORTEST_TO_COMPARE = 0.02;
