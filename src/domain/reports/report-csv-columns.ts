import { formatHours, formatMinutes } from '../decimals.js';
import { HOUR } from '../time/instant.js';
import type { Uptime } from '../uptime/uptime.js';
import type { Window } from '../uptime/windows/windows.js';

/** The columns of a report's CSV: minutes for windows of up to an hour, hours for longer ones and for periods of the calendar. Rule 14. */
export function reportColumns(windows: readonly Window[]): string[] {
  return ['store_id', ...STATES.flatMap((state) => windows.map((window) => roundedColumn(state, window)))];
}

/** The columns of the CSV that are of one window, such as `uptime_last_hour_minutes`. */
export function roundedColumns(window: Window): string[] {
  return STATES.map((state) => roundedColumn(state, window));
}

/** The values of `roundedColumns`, rounded as in the CSV. */
export function roundedTimes(window: Window, { up, down }: Pick<Uptime, 'up' | 'down'>): number[] {
  return [up, down].map((time) => Number(FORMATS[unitOf(window)](time)));
}

const STATES = ['uptime', 'downtime'] as const;

function roundedColumn(state: (typeof STATES)[number], window: Window): string {
  return `${state}_${window.name}_${unitOf(window)}`;
}

/** The cells of one row; `uptimes` in the order of `windows`. A store without numbers has empty cells. */
export function reportCells(
  storeId: string,
  windows: readonly Window[],
  uptimes: readonly Pick<Uptime, 'up' | 'down'>[] | null,
): string[] {
  const cells = (state: 'up' | 'down') =>
    windows.map((window, w) => (uptimes === null ? '' : FORMATS[unitOf(window)](uptimes[w]![state])));
  return [storeId, ...cells('up'), ...cells('down')];
}

const FORMATS = { minutes: formatMinutes, hours: formatHours };

/** A period of the calendar may be shorter on one clock than on another, or not have begun: its unit depends on neither. */
function unitOf({ from, to, isOfCalendar }: Window): keyof typeof FORMATS {
  return !isOfCalendar && to - from <= HOUR ? 'minutes' : 'hours';
}
