import { queryOptions } from '@tanstack/react-query';
import { getReport, listImports, listReports } from '../../api/sdk.gen.js';

/** What is older was seen, or does not matter any more. */
const RECENT_MS = 7 * 86_400_000;

const MAX_ITEMS = 5;

const recently = () => new Date(Date.now() - RECENT_MS).toISOString();

export const failedReportsQuery = queryOptions({
  queryKey: ['reports', 'failed-recently'],
  queryFn: async () =>
    (await listReports({ query: { status: 'Failed', from: recently(), limit: MAX_ITEMS }, throwOnError: true })).data
      .items,
});

/** The newest complete report, with whether its data have changed since. */
export const newestReportQuery = queryOptions({
  queryKey: ['reports', 'newest'],
  queryFn: async () => {
    const { data } = await listReports({ query: { status: 'Complete', limit: 1 }, throwOnError: true });
    const newest = data.items[0];
    if (newest === undefined) return null;
    return (await getReport({ path: { reportId: newest.reportId }, throwOnError: true })).data;
  },
});

export const failedImportsQuery = queryOptions({
  queryKey: ['imports', 'failed-recently'],
  queryFn: async () =>
    (await listImports({ query: { status: 'Failed', from: recently(), limit: MAX_ITEMS }, throwOnError: true })).data
      .items,
});

export const rejectsQuery = queryOptions({
  queryKey: ['imports', 'rejects-recently'],
  queryFn: async () =>
    (await listImports({ query: { rejects: 'true', from: recently(), limit: MAX_ITEMS }, throwOnError: true })).data
      .items,
});
