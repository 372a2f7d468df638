import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { FoundStores } from '../../parts/table/found-stores.js';
import { Instant } from '../../parts/time/instant.js';
import { useTitle } from '../../shell/use-title.js';
import { STORE_COLUMNS } from './columns.js';
import { StoresFilter } from './stores-filter.js';
import { storesQuery } from './stores-queries.js';
import './stores.css';

const route = getRouteApi('/stores');

/** All stores: found by id, filtered by state and zone, sorted by any figure. */
export function StoresPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(storesQuery(search));
  const first = query.data?.pages[0];
  useTitle('Stores');
  return (
    <div className="stack">
      <div className="page-head">
        <h1>Stores</h1>
        {first?.asOf != null && (
          <p className="as-of">
            As of <Instant at={first.asOf} />
          </p>
        )}
      </div>
      <StoresFilter search={search} />
      <FoundStores
        query={query}
        label="Stores"
        columns={STORE_COLUMNS}
        sort={{ by: search.sort ?? 'state', order: search.order ?? 'asc' }}
        onSort={({ by, order }) => void navigate({ search: { ...search, sort: by, order }, replace: true })}
      />
    </div>
  );
}
