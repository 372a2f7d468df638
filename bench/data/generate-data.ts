import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeHours, writePolls, writeTimeZones } from './data-folder.js';
import { readKnownStores } from './known-stores.js';
import { makeUpStores, type MadeUpStore } from './made-up-stores.js';
import { pollLog, type PolledStore, type PollLogOptions } from './poll-log.js';
import { Random } from './random.js';

export interface DataOptions extends PollLogOptions {
  readonly seed: number;
  /** The number of stores to generate, or a folder with the stores, hours and zones to use. */
  readonly stores: number | { readonly hoursFrom: string };
}

export interface GeneratedData {
  readonly stores: number;
  readonly polls: number;
}

/** Fills a folder with polls, business hours and time zones. The same options give the same bytes. */
export async function generateData(folder: string, { seed, stores, ...log }: DataOptions): Promise<GeneratedData> {
  const random = new Random(seed);
  if (typeof stores === 'number') return writeData(folder, makeUpStores(stores, random), log, random);

  const { storeIds, hoursAndZones } = await readKnownStores(stores.hoursFrom);
  await mkdir(folder, { recursive: true });
  const polled = storeIds.map((storeId) => ({ storeId }));
  for (const file of hoursAndZones) await writeFile(path.join(folder, path.basename(file)), createReadStream(file));
  return { stores: storeIds.length, polls: await writePolls(folder, storeIds, pollLog(polled, log, random)) };
}

/** Writes stores with their hours and zones, and generates their polls. */
export async function writeData(
  folder: string,
  stores: readonly (MadeUpStore & PolledStore)[],
  log: PollLogOptions,
  random: Random,
): Promise<GeneratedData> {
  await mkdir(folder, { recursive: true });
  await writeHours(folder, stores);
  await writeTimeZones(folder, stores);
  const storeIds = stores.map(({ storeId }) => storeId);
  return { stores: stores.length, polls: await writePolls(folder, storeIds, pollLog(stores, log, random)) };
}
