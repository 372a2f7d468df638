import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { HOUR } from '../src/domain/time/instant.js';
import { generateData } from './data/generate-data.js';
import { CALM_LOG } from './data/poll-log.js';
import { readKnownStores } from './data/known-stores.js';
import { makeReport, measureImport } from './measure-product.js';
import { startProduct, type Product } from './product.js';
import type { BenchServers } from './servers.js';

const LOG = { days: 1, pollsPerDay: 6, ...CALM_LOG };

/** The CSV that was written with the report is what the others are compared with. */
const FILES = ['csv', 'csv?columns=all', 'rows?format=csv', 'xlsx', 'parquet'];

const DOWNLOADS = 3;

/** Reports on generated stores with groups and targets, and downloads each file of the report. */
export async function measureFiles(servers: BenchServers, stores: number): Promise<void> {
  const dataDir = path.join(servers.folder, 'stores');
  const product = await startProduct(servers, dataDir);
  try {
    await generateData(dataDir, { ...LOG, seed: 1, stores, outageShare: 0.2, outageLength: 4 * HOUR });
    await addAttributes(dataDir);
    await measureImport(product);
    const { reportId, rows } = await makeReport(product.url);
    console.log(`report: ${rows} stores; API after it ${await product.peakMemory('API')}`);
    for (const file of FILES) await measureDownloads(product, `${product.url}/reports/${reportId}/${file}`, file);
  } finally {
    await product.stop();
  }
}

async function addAttributes(dataDir: string): Promise<void> {
  const { storeIds } = await readKnownStores(dataDir);
  const lines = storeIds.map((storeId, store) => {
    return `${storeId},Store ${store},region ${store % 50},brand ${store % 7},${90 + (store % 10)},${store % 300}`;
  });
  const header = 'store_id,name,group:region,group:brand,target,value_per_hour';
  await writeFile(path.join(dataDir, 'attributes.csv'), [header, ...lines, ''].join('\n'));
}

async function measureDownloads(product: Product, url: string, file: string): Promise<void> {
  const found = [];
  await product.resetPeakMemory('API');
  for (let made = 0; made < DOWNLOADS; made++) found.push(await download(product, url));
  if (new Set(found.map(({ sha256 }) => sha256)).size !== 1) {
    throw new Error(`${file} differs from download to download`);
  }
  const fastest = found.reduce((a, b) => (a.seconds < b.seconds ? a : b));
  const waits = Math.max(...found.map(({ longestWait }) => longestWait));
  console.log(
    `${file.padEnd(16)} ${fastest.seconds.toFixed(1)} s (first byte ${fastest.firstByte.toFixed(2)} s), ` +
      `${(fastest.bytes / 1e6).toFixed(1)} MB; peak memory of the API ${await product.peakMemory('API')}; ` +
      `another request waits up to ${waits.toFixed(0)} ms`,
  );
}

interface Download {
  readonly seconds: number;
  readonly firstByte: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Of other requests meanwhile, in milliseconds. */
  readonly longestWait: number;
}

async function download(product: Product, url: string): Promise<Download> {
  const watch = watchWaits(`${product.url}/health/live`);
  try {
    const read = await readAll(url);
    return { ...read, longestWait: await watch.stop() };
  } catch (error) {
    await watch.stop();
    throw error;
  }
}

async function readAll(url: string): Promise<Omit<Download, 'longestWait'>> {
  const hash = createHash('sha256');
  let [bytes, firstByte] = [0, 0];
  const begun = performance.now();
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  for await (const chunk of response.body! as AsyncIterable<Uint8Array>) {
    if (bytes === 0) firstByte = (performance.now() - begun) / 1000;
    bytes += chunk.length;
    hash.update(chunk);
  }
  const seconds = (performance.now() - begun) / 1000;
  return { seconds, firstByte, bytes, sha256: hash.digest('hex') };
}

/** Sends one small request after the other, and keeps how long the longest took. */
function watchWaits(url: string) {
  let [isOver, longest] = [false, 0];
  const watching = (async () => {
    while (!isOver) {
      const begun = performance.now();
      await (await fetch(url)).text();
      longest = Math.max(longest, performance.now() - begun);
      await pause(20);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await watching;
      return longest;
    },
  };
}
