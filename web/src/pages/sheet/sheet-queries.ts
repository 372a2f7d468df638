import { queryOptions } from '@tanstack/react-query';
import { getReportSummary, listReportOutages, listReportRows } from '../../api/sdk.gen.js';
import type { FleetSum, GroupSummary, SummedWindow } from '../../api/types.gen.js';
import type { SheetSearch } from './search.js';

/** Stores that fit sheets that somebody reads. */
const MAX_STORES = 500;
const LONGEST_OUTAGES = 10;

/** The sum of all groups does not depend on their kind; this one need not exist. */
const ANY_KIND = 'region';

/** The figures of a sheet, and of which window they are. */
export interface SheetFigures {
  readonly window: SummedWindow;
  readonly figures: FleetSum;
}

const filterBy = (group: string | undefined) => (group === undefined ? {} : { group });

export const sheetFiguresQuery = (reportId: string, { group, window }: SheetSearch) =>
  queryOptions({
    queryKey: ['report', reportId, 'sheet', group, window],
    queryFn: async (): Promise<SheetFigures> => {
      const query = { by: ANY_KIND, ...filterBy(group), ...(window !== undefined && { window }) };
      const { data } = await getReportSummary({ path: { reportId }, query, throwOnError: true });
      const summary = data as GroupSummary;
      return { window: summary.window, figures: summary.fleet };
    },
  });

/** The stores of a sheet, the ones with the lowest uptime first. */
export const sheetStoresQuery = (reportId: string, group: string | undefined, window: string) =>
  queryOptions({
    queryKey: ['report', reportId, 'sheet-stores', group, window],
    queryFn: async () => {
      const query = { ...filterBy(group), sort: `${window}.uptimePercent`, order: 'asc' as const, limit: MAX_STORES };
      return (await listReportRows({ path: { reportId }, query, throwOnError: true })).data;
    },
  });

/** The longest outages, of the longest window of the report. */
export const sheetOutagesQuery = (reportId: string, group: string | undefined) =>
  queryOptions({
    queryKey: ['report', reportId, 'sheet-outages', group],
    queryFn: async () => {
      const query = { ...filterBy(group), limit: LONGEST_OUTAGES };
      return (await listReportOutages({ path: { reportId }, query, throwOnError: true })).data;
    },
  });
