import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getImportRejects, listImports, listPollsPerHour } from '../../api/sdk.gen.js';
import { byCursor } from '../../parts/table/by-cursor.js';
import type { ImportsSearch } from './search.js';

/** Three days: a feed that stopped over a weekend is seen. */
export const FEED_HOURS = 72;

const PAGE_SIZE = 20;

const REJECTS_PAGE_SIZE = 100;

export const feedQuery = queryOptions({
  queryKey: ['data', 'polls-per-hour'],
  queryFn: async () => (await listPollsPerHour({ query: { hours: FEED_HOURS }, throwOnError: true })).data,
});

export const importsQuery = ({ only }: ImportsSearch) =>
  infiniteQueryOptions({
    queryKey: ['imports', 'list', only],
    ...byCursor(async (position) => {
      const filter = only === 'rejects' ? { rejects: 'true' as const } : only === undefined ? {} : { status: only };
      const query = { ...filter, limit: PAGE_SIZE, ...position };
      return (await listImports({ query, throwOnError: true })).data;
    }),
  });

/** The rejected rows of an import, in the order of the file. */
export const rejectsOfImportQuery = (importId: string) =>
  infiniteQueryOptions({
    queryKey: ['imports', 'rejects', importId],
    ...byCursor(async (position) => {
      const query = {
        format: 'json' as const,
        limit: REJECTS_PAGE_SIZE,
        ...position,
      };
      return (await getImportRejects({ path: { importId }, query, throwOnError: true })).data;
    }),
  });
