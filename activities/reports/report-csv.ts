import { pipeline } from 'node:stream/promises';
import { reportCells, reportColumns } from '../../src/domain/reports/report-csv-columns.js';
import type { WrittenCsv } from '../../src/domain/reports/report.js';
import type { Window } from '../../src/domain/uptime/windows.js';
import { csvFormatter } from '../../src/files/csv-format.js';
import type { ReportFiles } from '../../src/files/report-files.js';
import type { ReportRowRecord } from '../../src/persistence/reports/rows/report-row.js';

export interface CsvContent {
  readonly reportId: string;
  readonly windows: readonly Window[];
  readonly rows: AsyncIterable<ReportRowRecord>;
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
      async function* (source: AsyncIterable<ReportRowRecord>) {
        let reportedAt = performance.now();
        for await (const { storeId, uptimes } of source) {
          rowsWritten++;
          yield reportCells(storeId, windows, uptimes);
          if (performance.now() - reportedAt < PROGRESS_INTERVAL_MS) continue;
          await onProgress(rowsWritten);
          reportedAt = performance.now();
        }
      },
      csvFormatter(reportColumns(windows)),
      sink,
      { signal },
    ),
  );
  return { ...written, rows: rowsWritten };
}
