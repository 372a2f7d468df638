import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loading } from '../problem/loading.js';
import { ProblemNote } from '../problem/problem-note.js';

interface Props<Item> {
  readonly query: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly Item[] }>>;
  /** What is said if there is nothing. */
  readonly empty: string;
  /** The button that loads the next page. */
  readonly more: string;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** A list that grows by a page with each press of a button. */
export function PagedList<Item>({ query, empty, more, children }: Props<Item>) {
  if (query.data === undefined) {
    return query.isError ? <ProblemNote error={query.error} retry={() => void query.refetch()} /> : <Loading />;
  }
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className="quiet">{empty}</p>;
  return (
    <>
      {children(items)}
      {query.hasNextPage && (
        <p>
          <button type="button" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {more}
          </button>
        </p>
      )}
    </>
  );
}
