import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getReportTrend, listReports } from '../../api/sdk.gen.js';
import type { ReportsSearch } from './search.js';

const PAGE_SIZE = 20;
const TREND_REPORTS = 60;

/** The window of the trend: that of scheduled reports which changes least by the hour. */
export const TREND_WINDOW = 'last_week';

export const reportsQuery = (search: ReportsSearch) =>
  infiniteQueryOptions({
    queryKey: ['reports', 'list', search],
    queryFn: async ({ pageParam }) => {
      const query = { ...search, limit: PAGE_SIZE, ...(pageParam !== null && { cursor: pageParam }) };
      return (await listReports({ query, throwOnError: true })).data;
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const trendQuery = queryOptions({
  queryKey: ['reports', 'trend'],
  queryFn: async () => {
    const query = { window: TREND_WINDOW, limit: TREND_REPORTS };
    return (await getReportTrend({ query, throwOnError: true })).data.items;
  },
});
