import type { ReportDetailDto } from '../../../src/reports/report.dto.js';

/** The expectation for a report that was disturbed: its CSV is the same to the byte as that of the undisturbed one. */
export function sameAs({ progress, csv }: ReportDetailDto) {
  const { bytes, rows, sha256 } = csv!;
  return { status: 'Complete', error: null, progress, csv: { bytes, rows, sha256 } };
}
