import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReportDetail } from '../../api/types.gen.js';
import { Loaded } from '../../parts/problem/loading.js';
import { Instant } from '../../parts/time/instant.js';
import { useTitle } from '../../shell/use-title.js';
import { RunningReport } from '../report/head/running-report.js';
import { reportQuery } from '../report/report-queries.js';
import { SheetFacts } from './sheet-facts.js';
import { SheetOutages } from './sheet-outages.js';
import { SheetStores } from './sheet-stores.js';
import { periodName } from './period.js';
import { sheetFiguresQuery } from './sheet-queries.js';

import '../report/report.css';
import './sheet.css';

const route = getRouteApi('/reports/$reportId/sheet');

/** One window of a report for the owner of the stores: to read, to print, or to save as a PDF. */
export function SheetPage() {
  const { reportId } = route.useParams();
  useTitle('Sheet');
  return (
    <>
      <p className="no-print">
        <Link to="/reports/$reportId" params={{ reportId }}>
          The report
        </Link>
      </p>
      <Loaded query={useQuery(reportQuery(reportId))}>{(report) => <OfReport report={report} />}</Loaded>
    </>
  );
}

function OfReport({ report }: { report: ReportDetail }) {
  if (report.status === 'Running') return <RunningReport report={report} />;
  if (report.status !== 'Complete') return <p className="note">The report has no numbers: it did not complete.</p>;
  return <Sheet report={report} />;
}

function Sheet({ report: { reportId, asOf, request } }: { report: ReportDetail }) {
  const search = route.useSearch();
  const group = search.group ?? request.group ?? undefined;
  return (
    <Loaded query={useQuery(sheetFiguresQuery(reportId, { ...search, group }))}>
      {({ window, figures }) => (
        <article className="stack sheet">
          <div className="page-head">
            <div>
              <h1>{group === undefined ? 'All stores' : group.slice(group.indexOf(':') + 1)}</h1>
              <p className="sheet-period">
                {periodName(window)}
                {group !== undefined && <span className="quiet"> · {group.slice(0, group.indexOf(':'))}</span>}
              </p>
            </div>
            <button type="button" className="no-print" onClick={() => globalThis.print()}>
              Print
            </button>
          </div>
          <SheetFacts figures={figures} />
          <SheetStores reportId={reportId} group={group} window={window.name} />
          <SheetOutages reportId={reportId} group={group} window={window.name} />
          <p className="small quiet">
            As of <Instant at={asOf!} />. Uptime is the share of the observed open time in which a store was online,
            rounded down. Excused time counts as neither up nor down. Report {reportId}.
          </p>
        </article>
      )}
    </Loaded>
  );
}
