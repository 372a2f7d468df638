import { pipeline } from 'node:stream/promises';
import { reportCells, reportColumns } from '../../src/domain/reports/report-csv-columns.js';
import type { WrittenCsv } from '../../src/domain/reports/report.js';
import type { Window } from '../../src/domain/uptime/windows/windows.js';
import { csvLine } from '../../src/files/csv-format.js';
import type { ReportFiles } from '../../src/files/report-files.js';
import type { CopiedRow } from '../../src/persistence/reports/rows/copied-rows.js';

export interface CsvContent {
  readonly reportId: string;
  readonly windows: readonly Window[];
  /** Ordered by store id. */
  readonly rows: AsyncIterable<readonly CopiedRow[]>;
}

const PROGRESS_INTERVAL_MS = 500;

/** Writes a report's CSV atomically. */
export async function writeReportCsv(
  reportFiles: ReportFiles,
  { reportId, windows, rows }: CsvContent,
  onProgress: (rowsWritten: number) => Promise<void>,
  signal: AbortSignal,
): Promise<WrittenCsv> {
  let rowsWritten = 0;
  const written = await reportFiles.write(reportId, (sink) =>
    pipeline(
      rows,
      async function* (source: AsyncIterable<readonly CopiedRow[]>) {
        yield Buffer.from(csvLine(reportColumns(windows)));
        let reportedAt = performance.now();
        for await (const some of source) {
          let lines = '';
          for (const { storeId, uptimes } of some) lines += csvLine(reportCells(storeId, windows, uptimes));
          yield Buffer.from(lines);
          rowsWritten += some.length;
          if (performance.now() - reportedAt < PROGRESS_INTERVAL_MS) continue;
          await onProgress(rowsWritten);
          reportedAt = performance.now();
        }
      },
      sink,
      { signal },
    ),
  );
  return { ...written, rows: rowsWritten };
}
