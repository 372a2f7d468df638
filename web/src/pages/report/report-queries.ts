import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  compareReports,
  getReport,
  getReportSummary,
  listReportOutages,
  listReportRows,
  listReports,
} from '../../api/sdk.gen.js';
import type { ReportSummary } from '../../api/types.gen.js';
import { byCursor } from '../../parts/table/by-cursor.js';
import type { ReportSearch } from './search.js';

const ROWS_PAGE_SIZE = 500;
const EXTREME_ROWS = 5;
const OUTAGES_PAGE_SIZE = 20;
const DIFFERENCES_PAGE_SIZE = 100;
const COMPARABLE_REPORTS = 50;

export const reportQuery = (reportId: string) =>
  queryOptions({
    queryKey: ['reports', 'one', reportId],
    queryFn: async () => (await getReport({ path: { reportId }, throwOnError: true })).data,
  });

/** What follows is of complete reports, which never change. */
export const summaryQuery = (reportId: string) =>
  queryOptions({
    queryKey: ['report', reportId, 'summary'],
    // Without `by`, it is the summary of all stores together.
    queryFn: async () => (await getReportSummary({ path: { reportId }, throwOnError: true })).data as ReportSummary,
  });

/** The rows that fit the address, sorted by a figure of a window. */
export const rowsQuery = (
  reportId: string,
  window: string,
  { search, sort = 'uptimePercent', order = 'asc' }: ReportSearch,
) =>
  infiniteQueryOptions({
    queryKey: ['report', reportId, 'rows', window, search, sort, order],
    ...byCursor(async (position) => {
      const query = {
        sort: sort === 'storeId' ? sort : `${window}.${sort}`,
        order,
        limit: ROWS_PAGE_SIZE,
        ...(search !== undefined && { search }),
        ...position,
      };
      return (await listReportRows({ path: { reportId }, query, throwOnError: true })).data;
    }),
    placeholderData: keepPreviousData,
  });

/** The best or the worst stores of a window. */
export const extremesQuery = (reportId: string, window: string, order: 'asc' | 'desc') =>
  queryOptions({
    queryKey: ['report', reportId, 'extremes', window, order],
    queryFn: async () => {
      const query = { sort: `${window}.uptimePercent`, order, limit: EXTREME_ROWS };
      return (await listReportRows({ path: { reportId }, query, throwOnError: true })).data.items;
    },
  });

export const reportOutagesQuery = (reportId: string) =>
  infiniteQueryOptions({
    queryKey: ['report', reportId, 'outages'],
    ...byCursor(async (position) => {
      const query = { limit: OUTAGES_PAGE_SIZE, ...position };
      return (await listReportOutages({ path: { reportId }, query, throwOnError: true })).data;
    }),
  });

/** The newest complete reports; those of the same windows can be compared. */
export const completeReportsQuery = queryOptions({
  queryKey: ['reports', 'complete'],
  queryFn: async () =>
    (await listReports({ query: { status: 'Complete', limit: COMPARABLE_REPORTS }, throwOnError: true })).data.items,
});

export const differencesQuery = (reportId: string, against: string) =>
  infiniteQueryOptions({
    queryKey: ['report', reportId, 'differences', against],
    ...byCursor(async (position) => {
      const query = { against, limit: DIFFERENCES_PAGE_SIZE, ...position };
      return (await compareReports({ path: { reportId }, query, throwOnError: true })).data;
    }),
  });
