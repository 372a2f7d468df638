import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  getBusinessHours,
  getHoursOfWeek,
  getGroupSpecialHours,
  getSpecialHours,
  getStore,
  getStoreTimeline,
  getStoreUptime,
  listClosures,
  listStoreDays,
  listStoreOutages,
} from '../../api/sdk.gen.js';
import type { Store, StoreDays, StoreTimeline } from '../../api/types.gen.js';
import { earlier } from './earlier.js';
import { addDays } from '../../parts/format/date.js';
import { type StoreSearch } from './search.js';

/** A window of a store as of an instant and a data version: what these say does not change. */
export interface PinnedWindow {
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly dataVersion: number;
}

type Pinned = Pick<PinnedWindow, 'asOf' | 'dataVersion'>;

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const WEEK_SECONDS = 7 * DAY_SECONDS;

/** The window of a length that ends at the as-of instant. */
function windowBefore({ asOf, dataVersion }: Pinned, seconds: number): PinnedWindow {
  return { from: earlier(asOf, seconds), to: asOf, asOf, dataVersion };
}

/** As many as the API gives at once. */
const TIMELINE_PAGE_SIZE = 10_000;
const MAX_OUTAGES = 1_000;

export const storeQuery = (storeId: string) =>
  queryOptions({
    queryKey: ['data', 'store', storeId],
    queryFn: async () => (await getStore({ path: { storeId }, throwOnError: true })).data,
  });

/** The days that the address names, with their exact beginnings and ends. `newest` is the as-of instant by default. */
export const daysQuery = (storeId: string, { first, last, asOf, dataVersion }: StoreSearch, newest: string | null) =>
  queryOptions({
    queryKey: ['data', 'days', storeId, first, last, asOf ?? newest, dataVersion],
    queryFn: async () => {
      const pinned = asOf ?? newest;
      const query = {
        ...(first !== undefined && { firstDate: first }),
        ...(last !== undefined && { lastDate: last }),
        ...(pinned !== null && { asOf: pinned }),
        ...(dataVersion !== undefined && { dataVersion: Number(dataVersion) }),
      };
      return (await listStoreDays({ path: { storeId }, query, throwOnError: true })).data;
    },
    placeholderData: keepPreviousData,
  });

/** The whole timeline of a window. */
export const timelineQuery = (storeId: string, window: PinnedWindow) =>
  queryOptions({
    queryKey: ['store', 'timeline', storeId, window],
    queryFn: () => readTimeline(storeId, window),
    placeholderData: keepPreviousData,
  });

/** The last week up to the as-of instant, from which the state then follows, and since when. */
export const currentTimelineQuery = (storeId: string, pinned: Pinned) =>
  queryOptions({
    queryKey: ['store', 'current-timeline', storeId, pinned],
    queryFn: () => readTimeline(storeId, windowBefore(pinned, WEEK_SECONDS)),
  });

async function readTimeline(storeId: string, window: PinnedWindow): Promise<WholeTimeline> {
  const pages: StoreTimeline[] = [];
  for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)!.nextCursor) {
    const query = { ...window, limit: TIMELINE_PAGE_SIZE, ...(cursor !== '' && { cursor }) };
    pages.push((await getStoreTimeline({ path: { storeId }, query, throwOnError: true })).data);
  }
  return {
    open: pages.flatMap(({ open }) => open),
    polls: pages.flatMap(({ polls }) => polls),
    segments: pages.flatMap(({ segments }) => segments),
  };
}

export type WholeTimeline = Pick<StoreTimeline, 'open' | 'polls' | 'segments'>;

/** The windows of a report. */
const REPORT_WINDOWS = [
  ['Last hour', HOUR_SECONDS],
  ['Last 24 hours', DAY_SECONDS],
  ['Last 7 days', WEEK_SECONDS],
] as const;

export const reportWindowsQuery = (storeId: string, pinned: Pinned) =>
  queryOptions({
    queryKey: ['store', 'report-windows', storeId, pinned],
    queryFn: () =>
      Promise.all(
        REPORT_WINDOWS.map(async ([name, seconds]) => {
          const query = windowBefore(pinned, seconds);
          return { name, uptime: (await getStoreUptime({ path: { storeId }, query, throwOnError: true })).data };
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const outagesQuery = (storeId: string, window: PinnedWindow) =>
  queryOptions({
    queryKey: ['store', 'outages', storeId, window],
    queryFn: async () =>
      (await listStoreOutages({ path: { storeId }, query: { ...window, limit: MAX_OUTAGES }, throwOnError: true })).data
        .items,
    placeholderData: keepPreviousData,
  });

export const hoursOfWeekQuery = (storeId: string, window: PinnedWindow) =>
  queryOptions({
    queryKey: ['store', 'hours-of-week', storeId, window],
    queryFn: async () => (await getHoursOfWeek({ path: { storeId }, query: window, throwOnError: true })).data,
    placeholderData: keepPreviousData,
  });

/** How far ahead special hours are looked for: the holidays of a year, and of the next one's first days. */
const SPECIAL_HOURS_DAYS = 400;

type ShownDates = Pick<StoreDays, 'firstDate' | 'lastDate'>;

const rangeOf = ({ firstDate, lastDate }: ShownDates) => ({
  from: firstDate,
  to: addDays(lastDate, SPECIAL_HOURS_DAYS),
});

/** The special hours from the first date that is shown on. */
export const specialHoursQuery = (storeId: string, { firstDate, lastDate }: ShownDates) =>
  queryOptions({
    queryKey: ['data', 'special-hours', storeId, firstDate, lastDate],
    queryFn: async () => {
      const query = rangeOf({ firstDate, lastDate });
      return (await getSpecialHours({ path: { storeId }, query, throwOnError: true })).data;
    },
  });

/** Those of the groups of a store, by date, each with its group. */
export const groupSpecialHoursQuery = (groups: Store['groups'], days: ShownDates) =>
  queryOptions({
    queryKey: ['data', 'group-special-hours', groups, days.firstDate, days.lastDate],
    queryFn: async () => {
      const ofGroups = await Promise.all(
        Object.entries(groups).map(async ([kind, value]) => {
          const path = { kind, value };
          const { data } = await getGroupSpecialHours({ path, query: rangeOf(days), throwOnError: true });
          return data.map((special) => ({ ...special, group: `${kind}:${value}` }));
        }),
      );
      return ofGroups.flat().sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0));
    },
  });

/** As many as the API gives at once. */
const MAX_CLOSURES = 1_000;

/** The closures that count for a store and end after the first day that is shown begins. */
export const closuresQuery = (storeId: string, { from }: Pick<StoreDays, 'from'>) =>
  queryOptions({
    queryKey: ['data', 'closures', storeId, from],
    queryFn: async () =>
      (await listClosures({ query: { storeId, from, limit: MAX_CLOSURES }, throwOnError: true })).data.items,
  });

/** The hours with their ETag, so that a change loses none of somebody else. */
export const businessHoursQuery = (storeId: string) =>
  queryOptions({
    queryKey: ['data', 'business-hours', storeId],
    queryFn: async () => {
      const { data, response } = await getBusinessHours({ path: { storeId }, throwOnError: true });
      return { hours: data, etag: response.headers.get('etag') ?? '' };
    },
  });
