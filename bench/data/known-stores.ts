import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { CsvError, parse } from 'csv-parse';
import { UnreadableFileError, detectLayout, type CsvLayout } from '../../src/importing/csv/csv-layout.js';

export interface KnownStores {
  /** Every store that a file of the folder names, in the order of first occurrence. */
  readonly storeIds: readonly string[];
  /** The files with business hours and time zones. */
  readonly hoursAndZones: readonly string[];
}

/** No stores can be read from the folder. The message names the file, if it is because of one. */
export class UnusableFolder extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableFolder';
  }
}

/**
 * Finds the stores of a folder with CSVs of polls, business hours and time zones.
 * @throws {UnusableFolder}
 */
export async function readKnownStores(folder: string): Promise<KnownStores> {
  const storeIds = new Set<string>();
  const hoursAndZones: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    if (!name.endsWith('.csv')) continue;
    const file = path.join(folder, name);
    const { kind } = await readStoreIds(file, storeIds);
    if (kind !== 'polls') hoursAndZones.push(file);
  }
  if (storeIds.size === 0) throw new UnusableFolder(`${folder} holds no CSV that names a store`);
  return { storeIds: [...storeIds], hoursAndZones };
}

async function readStoreIds(file: string, storeIds: Set<string>): Promise<CsvLayout> {
  const records = createReadStream(file).pipe(parse({ bom: true, relax_column_count: true, skip_empty_lines: true }));
  let layout: CsvLayout | undefined;
  try {
    for await (const record of records as AsyncIterable<string[]>) {
      if (layout === undefined) layout = detectLayout(record.join(','), [',']);
      else storeIds.add(record[layout.positions[0]!]!);
    }
  } catch (error) {
    if (!(error instanceof UnreadableFileError) && !(error instanceof CsvError)) throw error;
    throw new UnusableFolder(`${file}: ${error.message}`);
  }
  if (layout === undefined) throw new UnusableFolder(`${file} is empty`);
  return layout;
}
