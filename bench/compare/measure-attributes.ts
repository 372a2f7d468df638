import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateData } from '../data/generate-data.js';
import { CALM_LOG } from '../data/poll-log.js';
import { readKnownStores } from '../data/known-stores.js';
import { makeUpAttributes, makeUpClosures, makeUpSpecialHours, type CsvLines } from '../data/made-up-calendars.js';
import { sendJson } from '../http.js';
import { Random } from '../data/random.js';
import type { BenchServers } from '../servers.js';
import { formatTurns, reportInTurns } from './in-turns.js';
import { withProduct } from './with-product.js';

const LOG = { days: 7, pollsPerDay: 24, ...CALM_LOG };

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
  await generateData(dataDir, { ...LOG, seed: 1, stores });
  if (!hasAttributes) return dataDir;
  const { storeIds } = await readKnownStores(dataDir);
  const random = new Random(2);
  const write = async (name: string, lines: CsvLines) =>
    writeFile(path.join(dataDir, `${name}.csv`), `${lines.join('\n')}\n`);
  await write('attributes', makeUpAttributes(storeIds));
  await write('special_hours', makeUpSpecialHours(storeIds, CALM_LOG.asOf, random));
  await write('closures', makeUpClosures(storeIds, CALM_LOG.asOf, random));
  return dataDir;
}

/** Gives all stores a target, and some groups another one. */
async function setTargets(url: string): Promise<void> {
  await sendJson('PUT', `${url}/targets/default`, { target: 98 });
  for (let region = 0; region < 10; region++) {
    await sendJson('PATCH', `${url}/groups/region/region%20${region}`, { target: 90 + region });
  }
}
