import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { importFolder } from '../src/temporal/folder-import.js';
import { sendJson } from './http.js';
import type { Product } from './product.js';

const triggeredSchema = z.object({ reportId: z.string() });

const reportSchema = z.object({
  status: z.string(),
  progress: z.object({ phase: z.string().nullable() }),
  error: z.string().nullable(),
  csv: z.object({ rows: z.number(), sha256: z.string() }).nullable(),
});

/** Imports the folder by the workflow, as `npm start` does, and then once more. */
export async function measureImport(product: Product): Promise<void> {
  for (const when of ['import', 'import again']) {
    const begun = performance.now();
    const outcomes = await importFolder(product.temporal, product.config.taskQueue, () => undefined);
    const seconds = (performance.now() - begun) / 1000;
    const rows = outcomes.reduce((sum, outcome) => sum + outcome.rowsRead, 0);
    console.log(`${when}: ${outcomes.length} files, ${rows} rows read in ${seconds.toFixed(2)} s`);
    for (const { fileName, error } of outcomes) if (error !== null) throw new Error(`${fileName}: ${error}`);
  }
}

/** Measures reports one after the other, from the request until the API reports that they are complete. */
export async function measureReports(product: Product, count: number): Promise<void> {
  const times: number[] = [];
  const hashes = new Set<string>();
  let rows = 0;
  for (let made = 0; made < count; made++) {
    const begun = performance.now();
    const csv = await makeReport(product.url);
    times.push((performance.now() - begun) / 1000);
    hashes.add(csv.sha256);
    rows = csv.rows;
  }
  if (hashes.size !== 1) throw new Error('reports of the same data differ');
  const sorted = [...times].sort((a, b) => a - b);
  const [first, median] = [times[0]!, sorted[Math.floor(sorted.length / 2)]!];
  console.log(`report: ${rows} stores, first ${first.toFixed(2)} s, median of ${count} ${median.toFixed(2)} s`);
}

/** A report that is complete, and when what became of it was heard: the milliseconds of `performance.now()`. */
export interface MadeReport {
  readonly reportId: string;
  readonly rows: number;
  readonly sha256: string;
  readonly requested: number;
  readonly computing: number;
  readonly assembling: number;
  readonly complete: number;
}

/** Requests a report, on all stores if nothing else is asked, and waits until the API says that it is complete. */
export async function makeReport(url: string, request: Readonly<Record<string, unknown>> = {}): Promise<MadeReport> {
  const requested = performance.now();
  const { reportId } = triggeredSchema.parse(await sendJson('POST', `${url}/reports`, request));
  const { status, error, csv, ...heard } = await endOfReport(url, reportId);
  if (csv === null) throw new Error(`the report is ${status}: ${error ?? ''}`);
  return { reportId, rows: csv.rows, sha256: csv.sha256, requested, ...heard };
}

type EndOfReport = Omit<z.infer<typeof reportSchema>, 'progress'> &
  Pick<MadeReport, 'computing' | 'assembling' | 'complete'>;

/** The API tells subscribers what becomes of a report. Asking it again and again would take processor time from the report. */
async function endOfReport(url: string, reportId: string): Promise<EndOfReport> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/reports/${reportId}`);
  const firstHeard = new Map<string | null, number>();
  return new Promise((resolve, reject) => {
    socket.addEventListener('message', ({ data }) => {
      const now = performance.now();
      const { progress, ...report } = reportSchema.parse(JSON.parse(String(data)));
      if (!firstHeard.has(progress.phase)) firstHeard.set(progress.phase, now);
      if (report.status === 'Running') return;
      const assembling = firstHeard.get('assembling') ?? now;
      resolve({ ...report, computing: firstHeard.get('computing') ?? assembling, assembling, complete: now });
    });
    socket.addEventListener('close', ({ code, reason }) => {
      reject(new Error(`report ${reportId}: the connection was closed with ${code} ${reason}`));
    });
  });
}
