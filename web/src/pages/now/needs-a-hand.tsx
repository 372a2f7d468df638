import { useQueries } from '@tanstack/react-query';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { Loading } from '../../parts/problem/loading.js';
import { schedulesQuery } from '../../parts/schedules/schedules-query.js';
import { failedImportsQuery, failedReportsQuery, newestReportQuery, rejectsQuery } from './hand-queries.js';
import { listWhatNeedsAHand } from './hand-items.js';

/** What waits for a person: failed reports and imports, rejected rows, paused schedules, a report on old data. */
export function NeedsAHand() {
  const [failedReports, newestReport, failedImports, rejects, schedules] = useQueries({
    queries: [failedReportsQuery, newestReportQuery, failedImportsQuery, rejectsQuery, schedulesQuery],
  });
  const queries = [failedReports, newestReport, failedImports, rejects, schedules];
  const items = listWhatNeedsAHand({
    failedReports: failedReports.data ?? [],
    newestReport: newestReport.data ?? null,
    failedImports: failedImports.data ?? [],
    importsWithRejects: rejects.data ?? [],
    schedules: schedules.data ?? [],
  });
  const failed = queries.find(({ isError }) => isError);
  const isLoading = queries.some(({ isPending }) => isPending);
  return (
    <section className="panel" aria-labelledby="hand-title">
      <h2 id="hand-title">Needs a hand</h2>
      <ul className="hand-list">
        {items.map(({ id, href, what, why }) => (
          <li key={id}>
            <a href={href}>{what}</a>
            <div className="small quiet">{why}</div>
          </li>
        ))}
      </ul>
      {failed !== undefined && <ProblemNote error={failed.error} retry={() => void failed.refetch()} />}
      {isLoading && failed === undefined && <Loading />}
      {!isLoading && failed === undefined && items.length === 0 && <p className="quiet">Nothing.</p>}
    </section>
  );
}
