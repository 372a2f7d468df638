import { formatHours, formatMinutes } from './decimals.js';
import type { Instant } from './instant.js';
import type { Interpolation } from './interpolation.js';
import type { Uptime } from './uptime.js';

/** What a report is to describe, as it was asked for. */
export interface ReportRequest {
  /** `latest`: the newest poll of the data. `now`: the clock when the report pins it. */
  readonly asOf: 'latest' | 'now' | Instant;
  /** Null: every known store. */
  readonly storeIds: readonly string[] | null;
  readonly interpolation: Interpolation;
  readonly reachHours: number;
}

/** What a report describes, fixed when it begins. */
export interface PinnedReport {
  readonly asOf: Instant;
  readonly dataVersion: number;
}

export const REPORT_TRIGGERS = ['request', 'scheduled', 'remake'] as const;

/** Why there is a report. */
export interface ReportOrigin {
  readonly trigger: (typeof REPORT_TRIGGERS)[number];
  /** Of a scheduled report, when it was due. */
  readonly scheduledAt?: Instant;
  /** What it describes, where that is not for the report to find out. */
  readonly pinned?: PinnedReport;
}

/** The columns of a report's CSV: spec, 14. */
export const REPORT_COLUMNS = [
  'store_id',
  'uptime_last_hour_minutes',
  'uptime_last_day_hours',
  'uptime_last_week_hours',
  'downtime_last_hour_minutes',
  'downtime_last_day_hours',
  'downtime_last_week_hours',
] as const;

/** A row of a report's CSV; `windows` in the order of `reportWindows`. */
export function reportCells(storeId: string, windows: readonly Pick<Uptime, 'up' | 'down'>[]): string[] {
  const [hour, day, week] = windows;
  return [
    storeId,
    formatMinutes(hour!.up),
    formatHours(day!.up),
    formatHours(week!.up),
    formatMinutes(hour!.down),
    formatHours(day!.down),
    formatHours(week!.down),
  ];
}
