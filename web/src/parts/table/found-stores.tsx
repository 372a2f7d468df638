import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Loading } from '../problem/loading.js';
import { ProblemNote } from '../problem/problem-note.js';
import type { Sort } from './sort-header.js';
import { VirtualTable, type Column } from './virtual-table.js';

interface FoundPage<Row> {
  readonly items: readonly Row[];
  readonly total: number;
}

interface Props<Row, Key extends string> {
  readonly query: UseInfiniteQueryResult<InfiniteData<FoundPage<Row>>>;
  readonly label: string;
  readonly columns: readonly Column<Row, Key>[];
  readonly remark?: (row: Row) => string | undefined;
  readonly sort: Sort<Key>;
  readonly onSort: (sort: Sort<Key>) => void;
}

/** The stores that the server has found, with how many there are, in a table of any length. */
export function FoundStores<Row extends { readonly storeId: string }, Key extends string>(props: Props<Row, Key>) {
  const { query, label, columns, remark, sort, onSort } = props;
  if (query.data === undefined) {
    return query.isError ? <ProblemNote error={query.error} retry={() => void query.refetch()} /> : <Loading />;
  }
  const { total } = query.data.pages[0]!;
  return (
    <>
      <p role="status" className="small quiet">
        {total.toLocaleString('en')} {total === 1 ? 'store' : 'stores'}
      </p>
      {total > 0 && (
        <VirtualTable
          label={label}
          columns={columns}
          {...(remark !== undefined && { remark })}
          rows={query.data.pages.flatMap(({ items }) => items)}
          rowCount={total}
          rowKey={({ storeId }) => storeId}
          loadMore={query.hasNextPage && !query.isFetching ? () => void query.fetchNextPage() : null}
          sort={sort}
          onSort={onSort}
        />
      )}
    </>
  );
}
