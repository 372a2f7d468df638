import { queryOptions } from '@tanstack/react-query';
import { getGroup, getGroupSpecialHours, listClosures, listReports } from '../../api/sdk.gen.js';
import { addDays } from '../../parts/format/date.js';

/** The window of the sheet for the owner of the stores. */
export const SHEET_WINDOW = 'last_month';

const RECENT_REPORTS = 100;

/** As many as the API gives at once. */
const MAX_CLOSURES = 1_000;

export const groupQuery = (kind: string, value: string) =>
  queryOptions({
    queryKey: ['data', 'group', kind, value],
    queryFn: async () => (await getGroup({ path: { kind, value }, throwOnError: true })).data,
  });

/** The closures of a group and of all stores that have not ended before an instant. */
export const groupClosuresQuery = (group: string, from: string) =>
  queryOptions({
    queryKey: ['data', 'closures-of-group', group, from],
    queryFn: async () =>
      (await listClosures({ query: { group, from, limit: MAX_CLOSURES }, throwOnError: true })).data.items,
  });

/** How far ahead special hours are looked for: the holidays of a year, and of the next one's first days. */
const SPECIAL_HOURS_DAYS = 400;

export const specialHoursOfGroupQuery = (group: { kind: string; value: string }, from: string) =>
  queryOptions({
    queryKey: ['data', 'special-hours-of-group', group, from],
    queryFn: async () => {
      const query = { from, to: addDays(from, SPECIAL_HOURS_DAYS) };
      return (await getGroupSpecialHours({ path: group, query, throwOnError: true })).data;
    },
  });

/** The newest complete report that has the last month of the stores of a group; null if there is none. */
export const monthReportQuery = (group: string) =>
  queryOptions({
    queryKey: ['reports', 'month-of-group', group],
    queryFn: async () => {
      const { items } = (
        await listReports({ query: { status: 'Complete', limit: RECENT_REPORTS }, throwOnError: true })
      ).data;
      const found = items.find(({ request: { windows, storeIds, group: of } }) => {
        return storeIds === null && (of === null || of === group) && windows?.includes(SHEET_WINDOW) === true;
      });
      return found ?? null;
    },
  });
