import type { ReportDetail } from '../../../api/types.gen.js';

/** The files of a complete report. */
export function Downloads({ report: { reportId, csv } }: { report: Pick<ReportDetail, 'reportId' | 'csv'> }) {
  if (csv === null) return null;
  const files = `/reports/${reportId}`;
  return (
    <>
      <a className="button primary" href={csv.url} download>
        CSV, {csv.rows.toLocaleString('en')} rows
      </a>
      <a className="button" href={`${files}/csv?columns=all`} download>
        CSV, all columns
      </a>
      <a className="button" href={`${files}/xlsx`} download>
        Excel
      </a>
      <a className="button" href={`${files}/parquet`} download>
        Parquet
      </a>
    </>
  );
}
