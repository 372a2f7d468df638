import type { Origin } from '../../../src/domain/access/audit-event.js';
import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { parseInstant, type Instant } from '../../../src/domain/time/instant.js';
import { importFile, type ImportFile } from '../../../src/importing/import-file.js';
import type { Database } from '../../../src/persistence/connection/database.js';
import type { Import } from '../../../src/persistence/imports/import.entity.js';

export const instant = (text: string) => parseInstant(text, 'required') as Instant;

/** The clock of tests that import; later than all of their polls. */
export const NOW = instant('2023-02-01T00:00:00Z');

/** The origin of changes that a test makes. */
export const BY_TEST: Origin = {
  actor: { kind: 'local', id: null, hint: null },
  at: NOW,
  requestId: null,
  address: null,
};

/** Imports a CSV given as text. */
export async function importText(
  database: Database,
  text: string | Buffer,
  importId: string = randomUUID(),
  now = NOW,
): Promise<Import> {
  return importFile(database, { ...fileOf(text, now), importId });
}

/** Imports a CSV whose hash is known beforehand, as that of an upload is: it is not read if the data hold its content. */
export async function importHashedText(database: Database, text: string): Promise<Import> {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return importFile(database, { ...fileOf(text, NOW), importId: randomUUID(), sha256 });
}

function fileOf(text: string | Buffer, now: Instant): Omit<ImportFile, 'importId'> {
  return {
    fileName: 'test.csv',
    source: 'upload',
    lastLine: 'take',
    unpackedLimitBytes: 16 << 20,
    bytes: Buffer.byteLength(text),
    open: () => Readable.from([Buffer.from(text)]),
    clock: () => now,
    onProgress: () => undefined,
  };
}

export const polls = (...rows: string[]) => ['store_id,timestamp_utc,status', ...rows, ''].join('\n');
export const hours = (...rows: string[]) => ['store_id,day,start_time_local,end_time_local', ...rows, ''].join('\n');
export const zones = (...rows: string[]) => ['store_id,timezone_str', ...rows, ''].join('\n');

export const specialHours = (...rows: string[]) =>
  ['store_id,date,start_time_local,end_time_local', ...rows, ''].join('\n');

/** Returns the rows of a query. */
export async function rowsOf(database: Database, sql: string): Promise<unknown[][]> {
  const { rows } = await database.withClient((client) => client.query<unknown[]>({ text: sql, rowMode: 'array' }));
  return rows;
}
