import { formatHours, formatMinutes } from './decimals.js';
import { HOUR, type Instant } from './instant.js';
import type { Interpolation } from './interpolation.js';
import type { Uptime } from './uptime.js';
import type { Window } from './windows.js';

/** What a report is to describe, as it was asked for. */
export interface ReportRequest {
  /** `latest`: the newest poll of the data. `now`: the clock when the report pins it. */
  readonly asOf: 'latest' | 'now' | Instant;
  /** Null: every known store. */
  readonly storeIds: readonly string[] | null;
  readonly interpolation: Interpolation;
  readonly reachHours: number;
  /** By the names of its columns: see `readWindow`. Null, or missing where it was asked for before this was kept: the usual. */
  readonly windows?: readonly string[] | null;
}

/** What a report describes, fixed when it begins. */
export interface PinnedReport {
  readonly asOf: Instant;
  readonly dataVersion: number;
}

export const REPORT_TRIGGERS = ['request', 'scheduled', 'remake'] as const;

/** Of what a report is made, part by part. `workflow`: it ended without a word. */
export const REPORT_PARTS = ['begin', 'compute', 'assemble', 'close', 'workflow'] as const;
export type ReportPart = (typeof REPORT_PARTS)[number];

/** Why there is a report. */
export interface ReportOrigin {
  readonly trigger: (typeof REPORT_TRIGGERS)[number];
  /** Of a scheduled report, when it was due. */
  readonly scheduledAt?: Instant;
  /** What it describes, where that is not for the report to find out. */
  readonly pinned?: PinnedReport;
}

/** The columns of a report's CSV: spec, 14. Minutes for a window of an hour at the most, hours for a longer one. */
export function reportColumns(windows: readonly Window[]): string[] {
  const columns = (state: string) => windows.map((window) => `${state}_${window.name}_${unitOf(window)}`);
  return ['store_id', ...columns('uptime'), ...columns('downtime')];
}

/** A row of a report's CSV; `uptimes` in the order of `windows`. Without numbers where a store has none. */
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
