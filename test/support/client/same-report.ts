import type { ReportDetailDto } from '../../../src/reports/report.dto.js';

/** What must be true of a report that was disturbed, when `undisturbed` describes the same: its CSV is the same to the byte. */
export function sameAs({ progress, csv }: ReportDetailDto) {
  const { bytes, rows, sha256 } = csv!;
  return { status: 'Complete', error: null, progress, csv: { bytes, rows, sha256 } };
}
