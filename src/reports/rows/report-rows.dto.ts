import { z } from 'zod';
import { DEFAULT_TIME_ZONE } from '../../domain/time-zones/zone-offsets.js';
import type { Window } from '../../domain/uptime/windows.js';
import { cursorInput, pageOf } from '../../http/cursor.js';
import { Problem } from '../../http/problems/problem.js';
import { countOutput, limitInput, sortDirectionInput, storeIdFilter, strictRequest } from '../../http/schemas.js';
import { toUptimeFields } from '../../http/dto/uptime.dto.js';
import { toUptimeOfWindow, uptimeOfWindowSchema } from '../../http/dto/uptime-of-window.dto.js';
import { ROW_METRICS, type ReportRowRecord, type RowOrder } from '../../persistence/reports/rows/report-row.js';

export const rowSchema = z
  .strictObject({
    storeId: z.string(),
    timeZoneAssumed: z
      .boolean()
      .nullable()
      .meta({
        description: `The store has no time zone, so ${DEFAULT_TIME_ZONE} is assumed. Null if it was not recorded.`,
      }),
    windows: z.record(z.string(), uptimeOfWindowSchema).nullable().meta({
      description: 'By name: last_hour, last_day, last_week, or the requested ones. Null if there is an `error`.',
    }),
    error: z.string().optional().meta({ description: 'Why the store has no numbers.' }),
  })
  .meta({ id: 'ReportRow' });

export type RowDto = z.infer<typeof rowSchema>;

export const rowPageSchema = pageOf(rowSchema)
  .extend({ total: countOutput.meta({ description: 'How many rows match, on all pages.' }) })
  .meta({ id: 'ReportRowPage' });

export type RowPage = z.infer<typeof rowPageSchema>;

const fieldName = (value: (typeof ROW_METRICS)[number]) =>
  value === 'coverage' || value === 'uptimePercent' ? value : (`${value}Seconds` as const);

/** The columns by which rows can be sorted: `storeId`, `last_hour.uptimeSeconds`, ... */
function sortableColumns(windows: readonly Window[]): Map<string, RowOrder['by']> {
  return new Map<string, RowOrder['by']>([
    ['storeId', null],
    ...windows.flatMap(({ name }, window) =>
      ROW_METRICS.map((value) => [`${name}.${fieldName(value)}`, { value, window }] as const),
    ),
  ]);
}

export const rowListQuerySchema = strictRequest({
  sort: z
    .string()
    .default('storeId')
    .meta({
      pattern: `^(storeId|.+\\.(${ROW_METRICS.map(fieldName).join('|')}))$`,
      description: `A column: \`storeId\`, or a window's, such as \`last_day.${fieldName('downtime')}\`. Equal values are sorted by store id.`,
    }),
  order: sortDirectionInput,
  limit: limitInput(1_000, 100),
  cursor: cursorInput(
    z.strictObject({ sort: z.string(), order: z.string(), value: z.number().nullable(), storeId: storeIdFilter }),
  ),
  storeId: storeIdFilter.optional().meta({ description: 'Only the row of this store.' }),
  search: storeIdFilter
    .optional()
    .meta({ description: 'Only the rows of stores whose id has this part, in upper or lower case.' }),
  format: z
    .enum(['json', 'csv'])
    .default('json')
    .meta({ description: '`csv`: all rows, with all columns, in one file.' }),
});

export type RowListQuery = z.output<typeof rowListQuerySchema>;

/** @throws {Problem} if the report has no such column */
export function parseOrder({ sort, order }: RowListQuery, windows: readonly Window[]): RowOrder {
  const sorts = sortableColumns(windows);
  const by = sorts.get(sort);
  if (by !== undefined) return { by, descending: order === 'desc' };
  const message = `there is no column ${JSON.stringify(sort)}; there are ${[...sorts.keys()].join(', ')}`;
  throw new Problem(400, `The request can't be used: sort: ${message}.`, [{ path: 'sort', message }]);
}

export function toRowDto(
  { storeId, timeZoneAssumed, uptimes, error }: ReportRowRecord,
  windows: readonly Window[],
): RowDto {
  if (error !== null) return { storeId, timeZoneAssumed, windows: null, error };
  const entries = windows.map(({ name, from, to }, w) => {
    return [name, toUptimeOfWindow({ from, to }, uptimes[w]!)] as const;
  });
  return { storeId, timeZoneAssumed, windows: Object.fromEntries(entries) };
}

/** The columns of `?format=csv`, window by window. */
export function rowColumns(windows: readonly Window[]): string[] {
  const ofWindow = ({ name }: Window) => Object.keys(CSV_FIELDS).map((ending) => `${name}_${ending}`);
  return ['store_id', ...windows.flatMap(ofWindow), 'error', 'time_zone_assumed'];
}

/** Programs read the CSV by these columns: a new field of a window is no new column. */
const CSV_FIELDS = {
  open_seconds: 'openSeconds',
  uptime_seconds: 'uptimeSeconds',
  downtime_seconds: 'downtimeSeconds',
  unobserved_seconds: 'unobservedSeconds',
  coverage: 'coverage',
} as const;

export function rowCells(
  { storeId, timeZoneAssumed, uptimes, error }: ReportRowRecord,
  windows: readonly Window[],
): string[] {
  const ofWindow = (_: Window, w: number) => {
    const fields = uptimes === null ? null : toUptimeFields(uptimes[w]!);
    return Object.values(CSV_FIELDS).map((field) => (fields?.[field] ?? '').toString());
  };
  return [storeId, ...windows.flatMap(ofWindow), error ?? '', timeZoneAssumed === null ? '' : String(timeZoneAssumed)];
}
