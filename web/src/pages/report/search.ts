import { isText } from '../../address.js';
import type { SortOrder } from '../../api/types.gen.js';

/** What of a report is shown, as the address says it. */
export interface ReportSearch {
  /** The name of a window; the longest by default. */
  readonly window?: string | undefined;
  /** A part of the ids or the names of the stores that are listed. */
  readonly search?: string | undefined;
  /** `storeId`, or a figure of the window; uptime in per cent by default. */
  readonly sort?: RowSort | undefined;
  readonly order?: SortOrder | undefined;
  /** The report that it is compared with. */
  readonly against?: string | undefined;
}

export const ROW_SORTS = [
  'storeId',
  'openSeconds',
  'uptimeSeconds',
  'downtimeSeconds',
  'unobservedSeconds',
  'coverage',
  'uptimePercent',
] as const;
export type RowSort = (typeof ROW_SORTS)[number];

/** Reads the address. What it can't mean is left out. */
export function parseReportSearch(raw: Record<string, unknown>): ReportSearch {
  const { window, search, sort, order, against } = raw;
  return {
    ...(isText(window) && { window }),
    ...(isText(search) && { search }),
    ...(ROW_SORTS.includes(sort as RowSort) && { sort: sort as RowSort }),
    ...((order === 'asc' || order === 'desc') && { order }),
    ...(isText(against) && { against }),
  };
}
