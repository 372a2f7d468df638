import type { ReportStatus } from '../api/types.gen.js';

const MARKS = { Running: '…', Complete: '✓', Failed: '✕', Cancelled: '–' } as const;

/** The status of a report: a mark and the word. */
export function ReportStatusMark({ status }: { status: ReportStatus }) {
  return (
    <span className={status === 'Failed' ? 'nowrap report-failed' : 'nowrap'}>
      <span aria-hidden="true">{MARKS[status]}</span> {status}
    </span>
  );
}
