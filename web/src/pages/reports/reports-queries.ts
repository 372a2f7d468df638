import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getReportTrend, listReports } from '../../api/sdk.gen.js';
import { byCursor } from '../../parts/table/by-cursor.js';
import type { ReportsSearch } from './search.js';

const PAGE_SIZE = 20;
const TREND_REPORTS = 60;

/** The window of the trend: that of scheduled reports which changes least by the hour. */
export const TREND_WINDOW = 'last_week';

export const reportsQuery = (search: ReportsSearch) =>
  infiniteQueryOptions({
    queryKey: ['reports', 'list', search],
    ...byCursor(async (position) => {
      const query = { ...search, limit: PAGE_SIZE, ...position };
      return (await listReports({ query, throwOnError: true })).data;
    }),
  });

export const trendQuery = queryOptions({
  queryKey: ['reports', 'trend'],
  queryFn: async () => {
    const query = { window: TREND_WINDOW, limit: TREND_REPORTS };
    return (await getReportTrend({ query, throwOnError: true })).data.items;
  },
});
