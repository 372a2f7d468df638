import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HOUR, parseInstant, type Instant } from '../../src/domain/time/instant.js';
import { generateData } from '../data/generate-data.js';
import { readKnownStores } from '../data/known-stores.js';
import { makeUpAttributes, makeUpClosures, makeUpSpecialHours, type CsvLines } from '../data/made-up-calendars.js';
import { Random } from '../data/random.js';
import type { BenchServers } from '../servers.js';
import { formatTurns, reportInTurns } from './in-turns.js';
import { withProduct } from './with-product.js';

const AS_OF = parseInstant('2023-01-25T18:13:22.479220Z', 'required') as Instant;

const LOG = { days: 7, pollsPerDay: 24, asOf: AS_OF };

/** Reports on the same stores and polls in turns: bare, and with groups, special hours, closures and targets. */
export async function measureAttributes(stores: number): Promise<void> {
  await withProduct(
    'bare',
    (servers) => makeUpData(servers, stores, false),
    async (bare) =>
      withProduct(
        'with attributes',
        (servers) => makeUpData(servers, stores, true),
        async (full) => {
          await setTargets(full.product.url);
          console.log(`\n${formatTurns(await reportInTurns([bare, full]))}\n`);
          for (const { name, product } of [bare, full]) {
            console.log(`peak memory of the worker, ${name}: ${await product.peakMemory('worker')}`);
          }
        },
      ),
  );
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
