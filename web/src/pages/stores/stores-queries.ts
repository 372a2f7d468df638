import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { listStoreStates, listTimeZonesInUse } from '../../api/sdk.gen.js';
import { toStatesQuery, type StoresSearch } from './search.js';

const PAGE_SIZE = 200;

/** The stores that fit the address, page by page. While others are looked for, these stay. */
export const storesQuery = (search: StoresSearch) =>
  infiniteQueryOptions({
    queryKey: ['figures', 'stores', search],
    queryFn: async ({ pageParam }) => {
      const query = { ...toStatesQuery(search), limit: PAGE_SIZE, ...(pageParam !== null && { cursor: pageParam }) };
      return (await listStoreStates({ query, throwOnError: true })).data;
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });

export const timeZonesQuery = queryOptions({
  queryKey: ['figures', 'time-zones'],
  queryFn: async () => (await listTimeZonesInUse({ throwOnError: true })).data.items,
});
