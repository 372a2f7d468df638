import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { listStoreStates, listTimeZonesInUse } from '../../api/sdk.gen.js';
import { byCursor } from '../../parts/table/by-cursor.js';
import { toStatesQuery, type StoresSearch } from './search.js';

const PAGE_SIZE = 200;

/** The stores that fit the address, page by page. While others are looked for, these stay. */
export const storesQuery = (search: StoresSearch) =>
  infiniteQueryOptions({
    queryKey: ['figures', 'stores', search],
    ...byCursor(async (position) => {
      const query = { ...toStatesQuery(search), limit: PAGE_SIZE, ...position };
      return (await listStoreStates({ query, throwOnError: true })).data;
    }),
    placeholderData: keepPreviousData,
  });

export const timeZonesQuery = queryOptions({
  queryKey: ['figures', 'time-zones'],
  queryFn: async () => (await listTimeZonesInUse({ throwOnError: true })).data.items,
});
