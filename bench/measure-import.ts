import { openAsBlob } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { DAY, formatInstant, HOUR, parseInstant, type Instant } from '../src/domain/time/instant.js';
import { measureBareCopy } from './bare-copy.js';
import { generateData } from './data/generate-data.js';
import { CALM_LOG } from './data/poll-log.js';
import { sendJson } from './http.js';
import { startProduct, type Product } from './product.js';
import type { BenchServers } from './servers.js';

const STORES = 14_000;
const CHECK_INTERVAL_MS = 20;
const POLL_FILE = 'store_status.csv';

/** A week at the density of real data, 130 polls a store: 1.8 million. */
const WEEK = { days: 7, pollsPerDay: 18.5, asOf: CALM_LOG.asOf };

/** Thirty days, hourly: 10 million. */
const MONTH = { days: 30, pollsPerDay: 24 };

/** One round of polls: 14,000. */
const ROUND = { days: HOUR / DAY, pollsPerDay: 24 };

interface Log {
  readonly days: number;
  readonly pollsPerDay: number;
  readonly asOf: Instant;
}

/** Uploads a week of polls, twice. With `large` also two months, then an hour, uploaded and pushed. */
export async function measureIngestion(servers: BenchServers, large: boolean): Promise<void> {
  const folder = (name: string) => path.join(servers.folder, name);
  await generate(folder('week'), WEEK);
  const copies = [await measureBareCopy(servers.ownerUrl, folder('week'))];
  const product = await startProduct(servers, folder('data'));
  try {
    const first = await upload(product, 'upload', folder('week'));
    const second = await upload(product, 'the same again', folder('week'));
    copies.push(await measureBareCopy(servers.ownerUrl, folder('week')));
    const copy = Math.min(...copies);
    console.log(`upload to commit: ${times(first, copy)} the bare copy; again: ${times(second, first)} the first`);
    await tellMemory(product);
    if (large) await measureLarge(product, folder);
  } finally {
    await product.stop();
  }
}

async function measureLarge(product: Product, folder: (name: string) => string): Promise<void> {
  for (const [name, asOf] of [
    ['november', '2022-11-30T23:59:00Z'],
    ['december', '2022-12-30T23:59:00Z'],
  ] as const) {
    await generate(folder(name), { ...MONTH, asOf: instant(asOf) });
    await upload(product, name, folder(name));
    await tellMemory(product);
  }
  await generate(folder('hour'), { ...ROUND, asOf: instant('2023-01-25T19:13:22Z') });
  await upload(product, 'an hour on top', folder('hour'));
  await generate(folder('next'), { ...ROUND, asOf: instant('2023-01-25T20:13:22Z') });
  await push(product, path.join(folder('next'), POLL_FILE));
  await tellMemory(product);
}

async function generate(folder: string, log: Log): Promise<void> {
  await generateData(folder, { ...CALM_LOG, ...log, seed: 1, stores: STORES });
}

const uploadedSchema = z.object({ importId: z.string() });

const importSchema = z.object({
  status: z.string(),
  error: z.string().nullable(),
  rowsRead: z.number(),
  inserted: z.number(),
});

/** Uploads the polls of a folder: see `uploadFile`. */
async function upload(product: Product, what: string, folder: string): Promise<number> {
  return (await uploadFile(product, what, path.join(folder, POLL_FILE))).seconds;
}

/** Uploads a file, and returns its rows and the seconds from the first byte until the API reports that it is imported. */
export async function uploadFile(
  { url }: Product,
  what: string,
  file: string,
): Promise<{ rows: number; seconds: number }> {
  const megabytes = Math.round((await stat(file)).size / 1e6);
  const form = new FormData();
  form.append('file', await openAsBlob(file), path.basename(file));
  const begun = performance.now();
  const { importId } = uploadedSchema.parse(
    await (await fetch(`${url}/imports`, { method: 'POST', body: form })).json(),
  );
  for (;;) {
    const imported = importSchema.parse(await (await fetch(`${url}/imports/${importId}`)).json());
    if (imported.status === 'Complete') {
      const seconds = (performance.now() - begun) / 1000;
      const { rowsRead, inserted } = imported;
      console.log(`${what}: ${rowsRead} rows (${megabytes} MB), ${inserted} new, in ${seconds.toFixed(2)} s`);
      return { rows: rowsRead, seconds };
    }
    if (imported.status !== 'Running') throw new Error(`${what}: ${imported.error ?? imported.status}`);
    await pause(CHECK_INTERVAL_MS);
  }
}

async function push({ url }: Product, file: string): Promise<void> {
  const rows = parse<{ store_id: string; status: string; timestamp_utc: string }>(await readFile(file), {
    columns: true,
  });
  const polls = rows.map(({ store_id, status, timestamp_utc }) => ({
    storeId: store_id,
    status,
    at: formatInstant(parseInstant(timestamp_utc, 'assume-utc') as Instant),
  }));
  const begun = performance.now();
  const pushed = await sendJson('POST', `${url}/polls`, polls);
  const { inserted } = z.object({ inserted: z.number() }).parse(pushed);
  console.log(`the next hour pushed: ${inserted} new in ${((performance.now() - begun) / 1000).toFixed(2)} s`);
}

async function tellMemory(product: Product): Promise<void> {
  console.log(`peak memory: worker ${await product.peakMemory('worker')}, API ${await product.peakMemory('API')}`);
}

function times(seconds: number, base: number): string {
  return `${(seconds / base).toFixed(2)} times`;
}

function instant(text: string): Instant {
  return parseInstant(text, 'required') as Instant;
}
