import { useInfiniteQuery } from '@tanstack/react-query';
import { formatDuration } from '../../parts/format/duration.js';
import { windowName } from '../../parts/format/window-name.js';
import { Loading } from '../../parts/problem/loading.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { StoreLink } from '../../parts/store-link.js';
import { Instant } from '../../parts/time/instant.js';
import { reportOutagesQuery } from './report-queries.js';

/** The outages of a report, longest first. */
export function ReportOutages({ reportId }: { reportId: string }) {
  const query = useInfiniteQuery(reportOutagesQuery(reportId));
  const outages = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const window = query.data?.pages[0]?.window;
  return (
    <section className="panel" aria-labelledby="outages-title">
      <h2 id="outages-title">Outages, longest first{window !== undefined && ` (${windowName(window.name)})`}</h2>
      {query.isPending && <Loading />}
      {query.isError && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && outages.length === 0 && <p>None.</p>}
      {outages.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-labelledby="outages-title">
          <table>
            <thead>
              <tr>
                <th scope="col">Store</th>
                <th scope="col">Open time down</th>
                <th scope="col">From</th>
                <th scope="col">To</th>
              </tr>
            </thead>
            <tbody>
              {outages.map(({ storeId, from, to, openSeconds, ongoing }) => (
                <tr key={`${storeId} ${from}`}>
                  <td>
                    <StoreLink storeId={storeId} />
                  </td>
                  <td className="nowrap">{formatDuration(openSeconds)}</td>
                  <td>
                    <Instant at={from} />
                  </td>
                  <td>{ongoing ? 'not over' : <Instant at={to} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {query.hasNextPage && (
        <button type="button" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Shorter ones
        </button>
      )}
    </section>
  );
}
