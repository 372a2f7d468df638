import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Report } from '../../api/types.gen.js';
import { formatDuration } from '../../parts/format/duration.js';
import { windowName } from '../../parts/format/window-name.js';
import { Loading } from '../../parts/problem/loading.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { ReportStatusMark } from '../../parts/report-status.js';
import { Instant } from '../../parts/time/instant.js';
import { ReportsFilter } from './reports-filter.js';
import { reportsQuery } from './reports-queries.js';
import { triggerName } from './search.js';

const route = getRouteApi('/reports');

/** The reports, newest first. */
export function ReportList() {
  const search = route.useSearch();
  const query = useInfiniteQuery(reportsQuery(search));
  const reports = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const isFiltered = search.status !== undefined || search.trigger !== undefined;
  return (
    <section className="panel" aria-labelledby="history-title">
      <div className="row apart">
        <h2 id="history-title">History</h2>
        <ReportsFilter search={search} />
      </div>
      {query.isPending && <Loading />}
      {query.isError && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && reports.length === 0 && (
        <p className="quiet">{isFiltered ? 'No report fits.' : 'No report has been made yet.'}</p>
      )}
      {reports.length > 0 && <ReportTable reports={reports} />}
      {query.hasNextPage && (
        <p>
          <button type="button" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Older ones
          </button>
        </p>
      )}
    </section>
  );
}

function ReportTable({ reports }: { reports: readonly Report[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="history-title">
      <table>
        <thead>
          <tr>
            <th scope="col">As of</th>
            <th scope="col">Status</th>
            <th scope="col">Stores</th>
            <th scope="col">Windows</th>
            <th scope="col">Begun</th>
            <th scope="col" className="number">
              Took
            </th>
          </tr>
        </thead>
        <tbody>
          {reports.map((report) => (
            <ReportRow key={report.reportId} report={report} />
          ))}
        </tbody>
      </table>
    </div>
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
