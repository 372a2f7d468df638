import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Report } from '../../api/types.gen.js';
import { formatDuration } from '../../parts/format/duration.js';
import { windowName } from '../../parts/format/window-name.js';
import { PagedList } from '../../parts/table/paged-list.js';
import { ReportStatusMark } from '../../parts/report-status.js';
import { Instant } from '../../parts/time/instant.js';
import { ReportsFilter } from './reports-filter.js';
import { reportsQuery } from './reports-queries.js';
import { triggerName } from './search.js';
import { ScrollTable } from '../../parts/table/scroll-table.js';

const HEADINGS = ['As of', 'Status', 'Stores', 'Windows', 'Begun', { title: 'Took', isNumber: true }];

const route = getRouteApi('/reports');

/** The reports, newest first. */
export function ReportList() {
  const search = route.useSearch();
  const query = useInfiniteQuery(reportsQuery(search));
  const isFiltered = search.status !== undefined || search.trigger !== undefined;
  return (
    <section className="panel" aria-labelledby="history-title">
      <div className="row apart">
        <h2 id="history-title">History</h2>
        <ReportsFilter search={search} />
      </div>
      <PagedList
        query={query}
        empty={isFiltered ? 'No report fits.' : 'No report has been made yet.'}
        more="Older ones"
      >
        {(reports) => <ReportTable reports={reports} />}
      </PagedList>
    </section>
  );
}

function ReportTable({ reports }: { reports: readonly Report[] }) {
  return (
    <ScrollTable label="History" headings={HEADINGS}>
      {reports.map((report) => (
        <ReportRow key={report.reportId} report={report} />
      ))}
    </ScrollTable>
  );
}

function ReportRow({ report }: { report: Report }) {
  const { reportId, asOf, status, request, progress, requestedAt, trigger, durationMs } = report;
  const { storesDone, storesTotal } = progress;
  return (
    <tr>
      <td>
        <Link to="/reports/$reportId" params={{ reportId }}>
          {asOf === null ? 'being begun' : <Instant at={asOf} />}
        </Link>
      </td>
      <td>
        <ReportStatusMark status={status} />
        {status === 'Running' && storesTotal !== null && (
          <progress value={storesDone} max={storesTotal} aria-label="Progress" />
        )}
      </td>
      <td>
        {request.storeIds === null
          ? `all${storesTotal === null ? '' : `, ${storesTotal.toLocaleString('en')}`}`
          : request.storeIds.length.toLocaleString('en')}
      </td>
      <td>{request.windows === null ? 'hour, day, week' : request.windows.map(windowName).join(', ')}</td>
      <td>
        <Instant at={requestedAt} style="short" />
        <div className="small quiet">{triggerName(trigger)}</div>
      </td>
      <td className="number">{durationMs === null ? '' : formatDuration(durationMs / 1_000)}</td>
    </tr>
  );
}
