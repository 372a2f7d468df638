import { compareStoreIds } from '../store-id.js';
import { DEFAULT_TIME_ZONE } from '../time-zones/zone-offsets.js';
import { NOW_STATES } from '../uptime/state-now.js';
import { uptimePercent } from '../uptime/uptime-percent.js';
import type { Uptime } from '../uptime/uptime.js';
import type { FigureTable } from './figure-table.js';

/** The figures of a window by which stores can be sorted. */
export const FIGURES = ['open', 'uptime', 'downtime', 'unobserved', 'coverage', 'uptimePercent'] as const;
export type Figure = (typeof FIGURES)[number];

/** What stores are sorted by. `state`: the worst first. `day`: the last one. */
export type StoreSort = 'storeId' | 'state' | 'timeZone' | { readonly window: 'day' | 'week'; readonly figure: Figure };

export interface StoreOrder {
  readonly sort: StoreSort;
  readonly descending: boolean;
}

/** A place in an order. It can be found also when the store has moved or is gone. */
export interface StorePosition {
  /** Null: there is none, or the store id is the value. */
  readonly value: number | string | null;
  readonly storeId: string;
}

/** Returns the time zone that a store counts in. */
export function countedTimeZone(table: FigureTable, row: number): string {
  return table.timeZones[row] ?? DEFAULT_TIME_ZONE;
}

/** Returns the rows of a table in an order. No value comes last in both directions; equal values are ordered by store id. */
export function sortRows(table: FigureTable, { sort, descending }: StoreOrder): Uint32Array {
  const values = sort === 'timeZone' ? ranksOfTimeZones(table) : numbers(table, sort);
  const rows = Uint32Array.from({ length: table.size }, (_, row) => row);
  const direction = descending ? -1 : 1;
  return rows.sort((a, b) => {
    const [x, y] = [values[a]!, values[b]!];
    if (x === y) return a - b;
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
    return (x < y ? -1 : 1) * direction;
  });
}

export function positionOf(table: FigureTable, row: number, { sort }: StoreOrder): StorePosition {
  return { value: sort === 'storeId' ? null : valueOf(table, row, sort), storeId: table.storeIds[row]! };
}

/** Whether a row comes after a position in an order. */
export function isAfter(table: FigureTable, row: number, order: StoreOrder, position: StorePosition): boolean {
  const direction = order.descending ? -1 : 1;
  const here = positionOf(table, row, order);
  const byId = compareStoreIds(here.storeId, position.storeId);
  if (order.sort === 'storeId') return byId * direction > 0;
  if (here.value === position.value) return byId > 0;
  if (here.value === null || position.value === null) return here.value === null;
  return (here.value < position.value ? -1 : 1) * direction > 0;
}

function valueOf(table: FigureTable, row: number, sort: Exclude<StoreSort, 'storeId'>): number | string | null {
  if (sort === 'state') return NOW_STATES.indexOf(table.state(row));
  if (sort === 'timeZone') return countedTimeZone(table, row);
  return figureOf(sort.window === 'day' ? table.lastDay(row) : table.week(row), sort.figure);
}

/** Not a number: there is no value. */
function numbers(table: FigureTable, sort: Exclude<StoreSort, 'timeZone'>): Float64Array {
  return Float64Array.from({ length: table.size }, (_, row) =>
    sort === 'storeId' ? row : ((valueOf(table, row, sort) as number | null) ?? NaN),
  );
}

/** Numbers are compared faster than names. */
function ranksOfTimeZones(table: FigureTable): Float64Array {
  const zones = Array.from({ length: table.size }, (_, row) => countedTimeZone(table, row));
  const ranks = new Map([...new Set(zones)].sort().map((zone, rank) => [zone, rank]));
  return Float64Array.from(zones, (zone) => ranks.get(zone)!);
}

function figureOf(uptime: Uptime, figure: Figure): number | null {
  const { up, down, unobserved, excused } = uptime;
  const unexcused = up + down + unobserved;
  switch (figure) {
    case 'open':
      return unexcused + excused;
    case 'uptime':
      return up;
    case 'downtime':
      return down;
    case 'unobserved':
      return unobserved;
    case 'coverage':
      return unexcused === 0 ? null : (up + down) / unexcused;
    case 'uptimePercent':
      return uptimePercent(uptime);
  }
}
