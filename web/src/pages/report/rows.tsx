import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Loading } from '../../parts/problem/loading.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { SearchField } from '../../parts/search-field.js';
import { VirtualTable } from '../../parts/table/virtual-table.js';
import { rowColumns } from './columns.js';
import { rowsQuery } from './report-queries.js';

const route = getRouteApi('/reports/$reportId');

/** All stores of a report: the server finds, sorts and pages them. */
export function Rows({ reportId, window }: { reportId: string; window: string }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(rowsQuery(reportId, window, search));
  const first = query.data?.pages[0];
  const show = (change: object) => void navigate({ search: { ...search, ...change }, replace: true });
  return (
    <section className="stack" aria-labelledby="rows-title">
      <div className="row apart end">
        <h2 id="rows-title">Every store</h2>
        <SearchField
          label="Store id contains"
          value={search.search ?? ''}
          onChange={(text) => show({ search: text === '' ? undefined : text })}
        />
      </div>
      {query.isPending && <Loading />}
      {query.isError && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      {first !== undefined && (
        <>
          <p role="status" className="small quiet">
            {first.total.toLocaleString('en')} {first.total === 1 ? 'store' : 'stores'}
          </p>
          {first.total > 0 && (
            <VirtualTable
              label="Every store"
              columns={rowColumns(window)}
              rows={query.data!.pages.flatMap(({ items }) => items)}
              rowCount={first.total}
              rowKey={({ storeId }) => storeId}
              loadMore={query.hasNextPage && !query.isFetching ? () => void query.fetchNextPage() : null}
              sort={{ by: search.sort ?? 'uptimePercent', order: search.order ?? 'asc' }}
              onSort={({ by, order }) => show({ sort: by, order })}
            />
          )}
        </>
      )}
    </section>
  );
}
