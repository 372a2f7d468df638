import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { reportWorkflowId } from '../src/domain/reports/report-workflow.js';
import { generateData } from './data/generate-data.js';
import { CALM_LOG } from './data/poll-log.js';
import { makeReport, measureImport } from './measure-product.js';
import { startProduct, type Product } from './product.js';
import type { BenchServers } from './servers.js';

/** Few polls per store, since the growth with the stores is measured. */
const LOG = { days: 1, pollsPerDay: 3, ...CALM_LOG };

/** Imports more and more generated stores, reports on all, and prints the size of the report's history in Temporal. */
export async function measureSize(servers: BenchServers, sizes: readonly number[]): Promise<void> {
  for (const [index, stores] of sizes.entries()) {
    const dataDir = path.join(servers.folder, `stores-${stores}`);
    const product = await startProduct(servers, dataDir, { TASK_QUEUE: `size-${index}` });
    try {
      await generateData(dataDir, { ...LOG, seed: index + 1, stores });
      await measureImport(product);
      await measureHistory(product);
      console.log(`peak memory: worker ${await product.peakMemory('worker')}, API ${await product.peakMemory('API')}`);
    } finally {
      await product.stop();
    }
  }
}

async function measureHistory(product: Product): Promise<void> {
  const begun = performance.now();
  const { reportId, rows } = await makeReport(product.url);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const workflow = product.temporal.workflow.getHandle(reportWorkflowId(reportId));
  const { historyLength, historySize } = await workflow.describe();
  const { events } = await workflow.fetchHistory();
  const largest = Math.max(...(events ?? []).map((event) => JSON.stringify(event).length));
  console.log(
    `report: ${rows} stores in ${seconds} s; history: ${historyLength} events, ${kilobytes(historySize ?? 0)}, ` +
      `largest event ${kilobytes(largest)} as JSON`,
  );
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
