import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { importFolder } from '../src/temporal/folder-import.js';
import type { Product } from './product.js';

const CHECK_INTERVAL_MS = 20;

const triggeredSchema = z.object({ reportId: z.string() });

const reportSchema = z.object({
  status: z.string(),
  error: z.string().nullable(),
  durationMs: z.number().nullable(),
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

/** Requests a report, and waits until the API reports that it is complete. */
export async function makeReport(url: string): Promise<{ reportId: string; rows: number; sha256: string }> {
  const { reportId } = triggeredSchema.parse(await (await fetch(`${url}/reports`, { method: 'POST' })).json());
  for (;;) {
    const report = reportSchema.parse(await (await fetch(`${url}/reports/${reportId}`)).json());
    if (report.csv !== null) return { reportId, ...report.csv };
    if (report.status !== 'Running') throw new Error(`the report is ${report.status}: ${report.error ?? ''}`);
    await pause(CHECK_INTERVAL_MS);
  }
}
