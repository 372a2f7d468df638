import type { Readable } from 'node:stream';
import type { Instant } from '../domain/instant.js';
import type { Database } from '../persistence/database.js';
import type { Import } from '../persistence/entities/import.js';
import type { ImportRepository } from '../persistence/import-repository.js';
import { merge } from '../persistence/merge.js';
import { ensurePollPartitions, vacuumPollPartitions } from '../persistence/poll-partitions.js';
import { keepRejects, stage } from '../persistence/staging.js';
import { UnreadableFile } from './csv-kind.js';
import { readCsv, type CsvContents } from './read-csv.js';
import { Tally } from './tally.js';

/** From this many new polls on, the tables are made ready for range scans at once, not when autovacuum gets to it. */
const VACUUM_FROM_ROWS = 20_000;

export interface ImportFile {
  readonly importId: string;
  readonly fileName: string;
  readonly bytes: number;
  /** Called once at the most, and read to its end unless the file is refused. */
  readonly open: () => Readable;
  readonly clock: () => Instant;
  /** Told the rows read so far, now and then. */
  readonly onProgress: (rowsRead: number) => void;
}

export interface Importing {
  readonly database: Database;
  readonly imports: ImportRepository;
}

/**
 * Imports one CSV, all of it or nothing: rows that can't be used are kept as rejects, a file that can't be read is
 * refused. May be called again for the same import, after a crash or at the same time: it takes effect once.
 */
export async function importFile({ database, imports }: Importing, file: ImportFile): Promise<Import> {
  const { importId, fileName, bytes, clock } = file;
  const begun = await imports.begin({ importId, fileName, bytes, startedAt: clock() });
  if (begun.status !== 'Running') return begun;

  const source = file.open();
  try {
    const contents = await readCsv(source, clock());
    const tally = new Tally(file.onProgress);
    await mergeContents({ database, imports }, importId, contents, tally, clock);
    if (tally.rowsRead >= VACUUM_FROM_ROWS) await vacuumPollPartitions(database, tally.months());
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    await imports.fail(importId, error.message, clock());
  } finally {
    source.destroy();
  }
  return (await imports.find(importId))!;
}

async function mergeContents(
  { database, imports }: Importing,
  importId: string,
  { kind, batches }: CsvContents,
  tally: Tally,
  clock: () => Instant,
): Promise<void> {
  await database.transaction(async (client) => {
    if (!(await imports.claim(client, importId))) return;
    await stage(client, kind, tally.count(batches));
    if (tally.rejected > 0) await keepRejects(client, importId);
    await ensurePollPartitions(database, tally.months());
    const result = await merge(client, kind);
    const { rowsRead, rejected } = tally;
    await imports.complete(client, importId, { kind, rowsRead, rejected, ...result, finishedAt: clock() });
  });
}
