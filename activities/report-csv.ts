import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { reportCells, reportColumns } from '../src/domain/report.js';
import type { Window } from '../src/domain/windows.js';
import type { ReportRowRecord } from '../src/persistence/reports/report-row.repository.js';
import { listDirectory } from '../src/files/list-directory.js';

/** What is true of a written CSV. */
export interface WrittenCsv {
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
}

/** What is to be written. */
export interface CsvContent {
  readonly reportId: string;
  readonly windows: readonly Window[];
  readonly lines: AsyncIterable<ReportRowRecord>;
}

/** How often those who watch hear how far writing is. */
const PROGRESS_INTERVAL_MS = 500;

/**
 * Writes a report's CSV beside its place, syncs it, and renames it: at its place it is whole or not there. Lines end in
 * LF; a store id that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export async function writeReportCsv(
  reportsDir: string,
  { reportId, windows, lines }: CsvContent,
  onProgress: (rowsWritten: number) => Promise<void>,
  signal: AbortSignal,
): Promise<WrittenCsv> {
  await mkdir(reportsDir, { recursive: true });
  const place = path.join(reportsDir, `${reportId}.csv`);
  const draft = `${place}.${randomUUID()}${DRAFT_ENDING}`;
  const hash = createHash('sha256');
  let bytes = 0;
  let rows = 0;

  const file = await open(draft, 'wx');
  try {
    await pipeline(
      lines,
      async function* (source: AsyncIterable<ReportRowRecord>) {
        let toldAt = performance.now();
        for await (const { storeId, windows: uptimes } of source) {
          rows++;
          yield reportCells(storeId, windows, uptimes);
          if (performance.now() - toldAt < PROGRESS_INTERVAL_MS) continue;
          await onProgress(rows);
          toldAt = performance.now();
        }
      },
      stringify({ header: true, columns: reportColumns(windows), escape_formulas: true }),
      new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          bytes += chunk.length;
          done(null, chunk);
        },
      }),
      async (source: AsyncIterable<Buffer>) => {
        for await (const chunk of source) await file.writeFile(chunk);
      },
      { signal },
    );
    await file.sync();
    await rename(draft, place);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await syncFolder(reportsDir);
  await removeDrafts(reportsDir, reportId);
  return { bytes, sha256: hash.digest('hex'), rows };
}

const DRAFT_ENDING = '.draft';

/** Makes the rename itself survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes whatever there is of a report's CSV. */
export async function removeReportCsv(reportsDir: string, reportId: string): Promise<void> {
  const names = await listDirectory(reportsDir);
  if (names.includes(`${reportId}.csv`)) await rm(path.join(reportsDir, `${reportId}.csv`), { force: true });
  await removeDrafts(reportsDir, reportId);
}

/** What killed workers left behind. */
async function removeDrafts(reportsDir: string, reportId: string): Promise<void> {
  for (const name of await listDirectory(reportsDir)) {
    if (name.startsWith(`${reportId}.csv.`) && name.endsWith(DRAFT_ENDING)) {
      await rm(path.join(reportsDir, name), { force: true });
    }
  }
}
