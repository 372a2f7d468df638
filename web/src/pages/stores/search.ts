import { isText } from '../../address.js';
import type { ListStoreStatesData, SortOrder, StoreStateSort } from '../../api/types.gen.js';
import { STATE_ORDER, type StoreState } from '../../parts/state/states.js';

/** What the list of stores shows, as its address says it. */
export interface StoresSearch {
  readonly search?: string | undefined;
  readonly state?: StoreState[] | undefined;
  readonly timeZone?: string | undefined;
  /** A group, as `kind:value`. */
  readonly group?: string | undefined;
  readonly sort?: StoreStateSort;
  readonly order?: SortOrder;
}

const FIGURES = [
  'openSeconds',
  'uptimeSeconds',
  'downtimeSeconds',
  'unobservedSeconds',
  'coverage',
  'uptimePercent',
] as const;

/** By what stores can be sorted. */
export const SORTS: readonly StoreStateSort[] = [
  'storeId',
  'state',
  'timeZone',
  ...FIGURES.map((figure) => `day.${figure}` as const),
  ...FIGURES.map((figure) => `week.${figure}` as const),
];

/** Reads the address. What it can't mean is left out. */
export function parseStoresSearch(raw: Record<string, unknown>): StoresSearch {
  const { search, state, timeZone, group, sort, order } = raw;
  const states = STATE_ORDER.filter((one) => [state].flat().includes(one));
  return {
    ...(isText(search) && { search }),
    ...(states.length > 0 && { state: states }),
    ...(isText(timeZone) && { timeZone }),
    ...(isText(group) && { group }),
    ...(SORTS.includes(sort as StoreStateSort) && { sort: sort as StoreStateSort }),
    ...((order === 'asc' || order === 'desc') && { order }),
  };
}

/** The query of the API for what the address says. */
export function toStatesQuery({
  sort = 'state',
  order = 'asc',
  ...filters
}: StoresSearch): ListStoreStatesData['query'] {
  return { ...filters, sort, order };
}
