import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { SearchField } from '../../../parts/search-field.js';
import { FoundStores } from '../../../parts/table/found-stores.js';
import { rowColumns } from './columns.js';
import { rowsQuery } from '../report-queries.js';

const route = getRouteApi('/reports/$reportId');

/** All stores of a report: the server finds, sorts and pages them. */
export function Rows({ reportId, window }: { reportId: string; window: string }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(rowsQuery(reportId, window, search));
  const show = (change: object) => void navigate({ search: { ...search, ...change }, replace: true });
  return (
    <section className="stack" aria-labelledby="rows-title">
      <div className="row apart end">
        <h2 id="rows-title">Every store</h2>
        <SearchField
          label="Id or name contains"
          value={search.search ?? ''}
          onChange={(text) => show({ search: text === '' ? undefined : text })}
        />
      </div>
      <FoundStores
        query={query}
        label="Every store"
        columns={rowColumns(window)}
        remark={({ error }) => (error === undefined ? undefined : `could not be computed: ${error}`)}
        sort={{ by: search.sort ?? 'uptimePercent', order: search.order ?? 'asc' }}
        onSort={({ by, order }) => show({ sort: by, order })}
      />
    </section>
  );
}
