import { lostHundredthsSql } from '../../groups/report-targets.js';
import type { ComputedUptime, ReportRowRecord, RowMetric, RowOrder } from './report-row.js';

/** One element for each window. `excused` is null where nothing is. */
type StoredUptimes = [up: string[], down: string[], unobserved: string[], excused: string[] | null];

/** The columns with the numbers of a row. */
export const metricColumns = (of: 'this' | 'other' | 'report_row') =>
  `${of}.up_us, ${of}.down_us, ${of}.unobserved_us, ${of}.excused_us, ${of}.error`;
export type StoredMetrics = [...StoredUptimes, error: string | null] | [null, null, null, null, null];
export const METRIC_COLUMNS = 5;

/** Null if there is no row. */
export function toComputedUptime(stored: StoredMetrics): ComputedUptime | null {
  return stored[0] === null ? null : toUptimes(stored);
}

function toUptimes([up, down, unobserved, excused, error]: [...StoredUptimes, error: string | null]): ComputedUptime {
  if (error !== null) return { uptimes: null, error };
  const uptimes = up.map((_, w) => ({
    up: Number(up[w]),
    down: Number(down[w]),
    unobserved: Number(unobserved[w]),
    excused: Number(excused?.[w] ?? 0),
  }));
  return { uptimes, error };
}

export const ROW_COLUMNS = `external_id, time_zone_assumed, ${metricColumns('report_row')}`;
export type StoredRow = [storeId: string, timeZoneAssumed: boolean | null, ...StoredUptimes, error: string | null];

export function toRowRecord([storeId, timeZoneAssumed, ...stored]: StoredRow): ReportRowRecord {
  return { storeId, timeZoneAssumed, ...toUptimes(stored) };
}

/**
 * SQL for the metrics of a window, numbered from 1: microseconds, or a share. A store without numbers comes before all
 * others; by coverage, so does one without open time that is not excused. By uptime in per cent, unknown is last in either direction.
 */
const METRIC_SQL: Record<RowMetric, (window: number, descending: boolean) => string> = {
  open: (w) =>
    `coalesce((up_us[${w}] + down_us[${w}] + unobserved_us[${w}] + coalesce(excused_us[${w}], 0))::float8, -1)`,
  uptime: (w) => `coalesce(up_us[${w}]::float8, -1)`,
  downtime: (w) => `coalesce(down_us[${w}]::float8, -1)`,
  unobserved: (w) => `coalesce(unobserved_us[${w}]::float8, -1)`,
  coverage: (w) =>
    `coalesce((up_us[${w}] + down_us[${w}])::float8 / nullif(up_us[${w}] + down_us[${w}] + unobserved_us[${w}], 0), -1)`,
  // Whole numbers divide as rule 22 rounds: down.
  uptimePercent: (w, descending) =>
    `coalesce((10000 * up_us[${w}] / nullif(up_us[${w}] + down_us[${w}], 0))::float8 / 100, ${descending ? -1 : 101})`,
  lostValue: (w) => `coalesce(${lostHundredthsSql(`down_us[${w}]`, 'value_per_hour')}::float8, -1)`,
};

/** SQL for the value by which rows are sorted, and for what they are sorted by. */
export function orderingSql({ by, descending }: RowOrder): { readonly value: string; readonly columns: string } {
  const direction = descending ? 'desc' : 'asc';
  if (by === null) return { value: 'null::float8', columns: `external_id ${direction}` };
  return { value: METRIC_SQL[by.value](by.window + 1, descending), columns: `value ${direction}, external_id` };
}

/** Whether a row is after the position of $6 (store id) and $7 (value). */
export function afterPositionSql({ by, descending }: RowOrder): string {
  const sign = descending ? '<' : '>';
  if (by === null) return `($7::float8 is null and external_id ${sign} $6)`;
  return `(value ${sign} $7::float8 or (value = $7::float8 and external_id > $6))`;
}
