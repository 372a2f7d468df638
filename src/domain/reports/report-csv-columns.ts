import { formatHours, formatMinutes } from '../decimals.js';
import { HOUR } from '../time/instant.js';
import type { Uptime } from '../uptime/uptime.js';
import type { Window } from '../uptime/windows.js';

/** The columns of a report's CSV: minutes for windows of up to an hour, hours for longer ones. Rule 14. */
export function reportColumns(windows: readonly Window[]): string[] {
  const columns = (state: string) => windows.map((window) => `${state}_${window.name}_${unitOf(window)}`);
  return ['store_id', ...columns('uptime'), ...columns('downtime')];
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

function unitOf({ from, to }: Window): keyof typeof FORMATS {
  return to - from <= HOUR ? 'minutes' : 'hours';
}
