import { compareGroupValues } from '../groups/group.js';
import { compareWithTarget, lostHundredths, type Target } from '../groups/target.js';
import { NOW_STATES, type NowState } from '../uptime/state-now.js';
import type { Uptime } from '../uptime/uptime.js';
import type { FigureTable } from './figure-table.js';

/** What a store is to reach, and what its open hours are worth; null: neither is given. */
export interface StoreAim {
  readonly target: Target | null;
  readonly valuePerHour: number | null;
}

/** What the stores of a group add up to now, and in each of `figureDays`. */
export interface FleetGroup {
  /** Null: the stores that have no value of the kind. */
  readonly value: string | null;
  readonly stores: number;
  readonly counts: Readonly<Record<NowState, number>>;
  /** In each of `figureDays`. */
  readonly days: readonly Uptime[];
  /** Stores that met their target in the week, and that missed it. Those without one, or unobserved, are in neither. */
  readonly met: number;
  readonly missed: number;
  /** What the downtime of the week has cost, in hundredths. */
  readonly lost: bigint;
}

/** Sums rows of a table by their group, in the order of the values as bytes, the stores without one last. Rules 23 and 25. */
export function fleetGroups(
  table: FigureTable,
  rows: readonly number[],
  valueOf: (storeId: string) => string | null,
  aimOf: (storeId: string) => StoreAim,
): FleetGroup[] {
  const members = new Map<string | null, number[]>();
  for (const row of rows) {
    const value = valueOf(table.storeIds[row]!);
    const group = members.get(value);
    if (group === undefined) members.set(value, [row]);
    else group.push(row);
  }
  return [...members]
    .sort(([a], [b]) => compareGroupValues(a, b))
    .map(([value, group]) => ({
      value,
      stores: group.length,
      counts: countStates(table, group),
      days: table.sumOfDays(group),
      ...compareWithAims(table, group, aimOf),
    }));
}

function countStates(table: FigureTable, rows: readonly number[]): Record<NowState, number> {
  const counts = Object.fromEntries(NOW_STATES.map((state) => [state, 0])) as Record<NowState, number>;
  for (const row of rows) counts[table.state(row)]++;
  return counts;
}

function compareWithAims(
  table: FigureTable,
  rows: readonly number[],
  aimOf: (storeId: string) => StoreAim,
): Pick<FleetGroup, 'met' | 'missed' | 'lost'> {
  let [met, missed, lost] = [0, 0, 0n];
  for (const row of rows) {
    const { target, valuePerHour } = aimOf(table.storeIds[row]!);
    if (target === null && valuePerHour === null) continue;
    const week = table.week(row);
    const result = target === null ? null : compareWithTarget(week, target);
    if (result?.met === true) met++;
    if (result?.met === false) missed++;
    if (valuePerHour !== null) lost += lostHundredths(week.down, valuePerHour);
  }
  return { met, missed, lost };
}
