import type { ComputedUptime, ReportRowRecord, RowMetric, RowOrder } from './report-row.js';

/** The columns with the numbers of a row. */
export const metricColumns = (of: 'this' | 'other') => `${of}.up_us, ${of}.down_us, ${of}.unobserved_us, ${of}.error`;
export type StoredMetrics = [
  up: string[] | null,
  down: string[] | null,
  unobserved: string[] | null,
  error: string | null,
];

/** Null if there is no row. */
export function toComputedUptime([up, down, unobserved, error]: StoredMetrics): ComputedUptime | null {
  return up === null ? null : toUptimes(up, down!, unobserved!, error);
}

function toUptimes(up: string[], down: string[], unobserved: string[], error: string | null): ComputedUptime {
  if (error !== null) return { uptimes: null, error };
  const uptimes = up.map((_, w) => ({ up: Number(up[w]), down: Number(down[w]), unobserved: Number(unobserved[w]) }));
  return { uptimes, error };
}

export const ROW_COLUMNS = 'external_id, time_zone_assumed, up_us, down_us, unobserved_us, report_row.error';
export type StoredRow = [
  storeId: string,
  timeZoneAssumed: boolean | null,
  up: string[],
  down: string[],
  unobserved: string[],
  error: string | null,
];

export function toRowRecord([storeId, timeZoneAssumed, up, down, unobserved, error]: StoredRow): ReportRowRecord {
  return { storeId, timeZoneAssumed, ...toUptimes(up, down, unobserved, error) };
}

/**
 * SQL for the metrics of a window, numbered from 1: microseconds, or a share. A store without numbers comes before all
 * others; by coverage, so does one that was never open. By uptime in per cent, unknown is last in either direction.
 */
export const METRIC_SQL: Record<RowMetric, (window: number, descending: boolean) => string> = {
  open: (w) => `coalesce((up_us[${w}] + down_us[${w}] + unobserved_us[${w}])::float8, -1)`,
  uptime: (w) => `coalesce(up_us[${w}]::float8, -1)`,
  downtime: (w) => `coalesce(down_us[${w}]::float8, -1)`,
  unobserved: (w) => `coalesce(unobserved_us[${w}]::float8, -1)`,
  coverage: (w) =>
    `coalesce((up_us[${w}] + down_us[${w}])::float8 / nullif(up_us[${w}] + down_us[${w}] + unobserved_us[${w}], 0), -1)`,
  // Whole numbers divide as rule 22 rounds: down.
  uptimePercent: (w, descending) =>
    `coalesce((10000 * up_us[${w}] / nullif(up_us[${w}] + down_us[${w}], 0))::float8 / 100, ${descending ? -1 : 101})`,
};

export function sqlDirection({ descending }: RowOrder): string {
  return descending ? 'desc' : 'asc';
}

/** Whether a row is after the position of $5 (store id) and $6 (value). */
export function afterPositionSql({ by, descending }: RowOrder): string {
  const sign = descending ? '<' : '>';
  if (by === null) return `($6::float8 is null and external_id ${sign} $5)`;
  return `(value ${sign} $6::float8 or (value = $6::float8 and external_id > $5))`;
}
