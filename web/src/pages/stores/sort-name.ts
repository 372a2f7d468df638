import type { StoreStateSort } from '../../api/types.gen.js';

const COLUMNS = { storeId: 'Store id', state: 'State, the worst first', timeZone: 'Time zone' } as const;

const WINDOWS = { day: '24 hours', week: '7 days' } as const;

const FIGURES = {
  openSeconds: 'open time',
  uptimeSeconds: 'time up',
  downtimeSeconds: 'time down',
  unobservedSeconds: 'time not observed',
  coverage: 'observed share',
  uptimePercent: 'uptime in per cent',
} as const;

/** What the list can be sorted by, for people: `7 days: time down`. */
export function sortName(sort: StoreStateSort): string {
  if (sort in COLUMNS) return COLUMNS[sort as keyof typeof COLUMNS];
  const [window, figure] = sort.split('.') as [keyof typeof WINDOWS, keyof typeof FIGURES];
  return `${WINDOWS[window]}: ${FIGURES[figure]}`;
}
