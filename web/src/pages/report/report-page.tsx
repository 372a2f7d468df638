import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReportDetail } from '../../api/types.gen.js';
import { Loaded } from '../../parts/problem/loading.js';
import { useTitle } from '../../shell/use-title.js';
import { Comparison } from './comparison.js';
import { ReportHead } from './report-head.js';
import { ReportOutages } from './report-outages.js';
import { reportQuery, summaryQuery } from './report-queries.js';
import { RunningReport } from './running-report.js';
import { Summary } from './summary.js';
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
      {status === 'Complete' && <CompleteReport reportId={reportId} />}
    </div>
  );
}

function CompleteReport({ reportId }: { reportId: string }) {
  const { against } = route.useSearch();
  return (
    <>
      <Loaded query={useQuery(summaryQuery(reportId))}>
        {(summary) => <Summary reportId={reportId} summary={summary} />}
      </Loaded>
      <ReportOutages reportId={reportId} />
      <Comparison reportId={reportId} against={against} />
    </>
  );
}

function FailedReport({ report: { error, failedPart, failedStores } }: { report: ReportDetail }) {
  return (
    <div className="note problem" role="alert">
      <strong>It failed{failedPart !== null && ` in the part "${failedPart}"`}</strong>
      <p>{error}</p>
      {failedStores.length > 0 && (
        <ul>
          {failedStores.map(({ storeId, reason }) => (
            <li key={storeId}>
              <code>{storeId}</code>: {reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
