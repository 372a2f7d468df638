import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReportDetail, ReportSummary } from '../../api/types.gen.js';
import { Loaded } from '../../parts/problem/loading.js';
import { useTitle } from '../../shell/use-title.js';
import { chooseWindow } from './numbers/choose-window.js';
import { Comparison } from './comparison/comparison.js';
import { FailedStores } from './head/failed-stores.js';
import { ReportHead } from './head/report-head.js';
import { Reasons } from './numbers/reasons.js';
import { ReportOutages } from './numbers/report-outages.js';
import { reportQuery, summaryQuery } from './report-queries.js';
import { RunningReport } from './head/running-report.js';
import { Summary } from './numbers/summary.js';
import './report.css';

const route = getRouteApi('/reports/$reportId');

/** A report: live while it is made, then its numbers. */
export function ReportPage() {
  const { reportId } = route.useParams();
  useTitle('Report');
  return (
    <>
      <p className="no-print">
        <Link to="/reports">Reports</Link>
      </p>
      <Loaded query={useQuery(reportQuery(reportId))}>{(report) => <Details report={report} />}</Loaded>
    </>
  );
}

function Details({ report }: { report: ReportDetail }) {
  const { status, reportId } = report;
  return (
    <div className="stack">
      <ReportHead report={report} />
      {status === 'Running' && <RunningReport report={report} />}
      {status === 'Failed' && <FailedReport report={report} />}
      {status === 'Cancelled' && <p className="note">It was cancelled, and has no numbers.</p>}
      <FailedStores report={report} />
      {status === 'Complete' && <Numbers reportId={reportId} />}
    </div>
  );
}

function Numbers({ reportId }: { reportId: string }) {
  return (
    <Loaded query={useQuery(summaryQuery(reportId))}>
      {(summary) => <CompleteReport reportId={reportId} summary={summary} />}
    </Loaded>
  );
}

/** The numbers of a report, of the window that is chosen. */
function CompleteReport({ reportId, summary }: { reportId: string; summary: ReportSummary }) {
  const { against, window: chosen } = route.useSearch();
  const window = chooseWindow(summary.windows, chosen);
  return (
    <>
      <Summary reportId={reportId} summary={summary} window={window} />
      <Reasons reasons={summary.reasons} />
      <ReportOutages reportId={reportId} />
      <Comparison reportId={reportId} against={against} window={window.name} />
    </>
  );
}

function FailedReport({ report: { error, failedPart } }: { report: ReportDetail }) {
  return (
    <div className="note problem" role="alert">
      <strong>It failed{failedPart !== null && ` in the part "${failedPart}"`}</strong>
      <p>{error}</p>
    </div>
  );
}
