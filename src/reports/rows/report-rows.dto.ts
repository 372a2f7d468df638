import { z } from 'zod';
import { DEFAULT_TIME_ZONE } from '../../domain/time-zones/zone-offsets.js';
import type { Window } from '../../domain/uptime/windows/windows.js';
import { cursorInput, pageOf } from '../../http/cursor.js';
import { Problem } from '../../http/problems/problem.js';
import { countOutput, limitInput, sortDirectionInput, storeIdFilter, strictRequest } from '../../http/schemas.js';
import { groupFilter } from '../../http/dto/store-attributes.dto.js';
import { toUptimeFields } from '../../http/dto/uptime.dto.js';
import type { ReportedAttributes } from '../../persistence/groups/reported-attributes.repository.js';
import { rowWindowSchema, toRowWindow } from './row-window.dto.js';
import {
  ROW_METRICS,
  type OrderedReportRow,
  type ReportRowRecord,
  type RowOrder,
} from '../../persistence/reports/rows/report-row.js';

export const rowSchema = z
  .strictObject({
    storeId: z.string(),
    timeZoneAssumed: z
      .boolean()
      .nullable()
      .meta({
        description: `The store has no time zone, so ${DEFAULT_TIME_ZONE} is assumed. Null if it was not recorded.`,
      }),
    name: z.string().nullable().meta({ description: 'Of the store, for people; null if none was given.' }),
    groups: z
      .record(z.string(), z.string())
      .meta({ description: 'The value of each group kind, as of the data version of the report. Rule 23.' }),
    valuePerHour: z
      .number()
      .nullable()
      .meta({ description: 'What an open hour is worth, as of the data version of the report; null: not known.' }),
    state: z.enum(['down', 'unobserved']).nullable().meta({
      description: 'At the as-of instant; null: another one, or a report from before it was recorded.',
    }),
    windows: z.record(z.string(), rowWindowSchema).nullable().meta({
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
  value === 'coverage' || value === 'uptimePercent' || value === 'lostValue' ? value : (`${value}Seconds` as const);

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
    .optional()
    .meta({
      pattern: `^(storeId|.+\\.(${ROW_METRICS.map(fieldName).join('|')}))$`,
      description: `A column: \`storeId\`, or a window's, such as \`last_day.${fieldName('downtime')}\`. Equal values are sorted by store id. By default \`storeId\`; with \`missed\`, the lost value, the highest first.`,
    }),
  order: sortDirectionInput.unwrap().optional(),
  missed: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({
      enum: ['true', 'false'],
      description:
        '`true`: only stores that missed their target in the window that is sorted by, else in the longest. `false`: only those that met ' +
        'it. Stores without a target, or unobserved, did neither. Rule 25.',
    }),
  limit: limitInput(1_000, 100),
  cursor: cursorInput(
    z.strictObject({ sort: z.string(), order: z.string(), value: z.number().nullable(), storeId: storeIdFilter }),
  ),
  storeId: storeIdFilter.optional().meta({ description: 'Only the row of this store.' }),
  search: storeIdFilter
    .optional()
    .meta({ description: 'Only the rows of stores whose id or name has this part, in upper or lower case.' }),
  group: groupFilter,
  format: z
    .enum(['json', 'csv'])
    .default('json')
    .meta({ description: '`csv`: all rows, of `group` if it is given, with all columns in one file.' }),
});

export type RowListQuery = z.output<typeof rowListQuerySchema>;

/** The sort and the direction that a request means. `longest` is the index of the longest window. */
export function sortOf(
  { sort, order, missed }: RowListQuery,
  windows: readonly Window[],
  longest: number,
): { readonly sort: string; readonly order: 'asc' | 'desc' } {
  if (sort !== undefined || missed === undefined) return { sort: sort ?? 'storeId', order: order ?? 'asc' };
  return { sort: `${windows[longest]!.name}.lostValue`, order: order ?? 'desc' };
}

/** @throws {Problem} if the report has no such column */
export function parseOrder({ sort, order }: ReturnType<typeof sortOf>, windows: readonly Window[]): RowOrder {
  const sorts = sortableColumns(windows);
  const by = sorts.get(sort);
  if (by !== undefined) return { by, descending: order === 'desc' };
  const message = `there is no column ${JSON.stringify(sort)}; there are ${[...sorts.keys()].join(', ')}`;
  throw new Problem(400, `The request can't be used: sort: ${message}.`, [{ path: 'sort', message }]);
}

/** What of a report its rows need to be described. */
export interface RowContext {
  readonly windowsOf: (timeZone: string | null) => readonly Window[];
  /** The index of the window whose outages are stored; null if none are. */
  readonly outagesWindow: number | null;
  readonly attributes: ReadonlyMap<string, ReportedAttributes>;
}

const NO_ATTRIBUTES: ReportedAttributes = { name: null, groups: {}, target: null, valuePerHour: null };

export function toRowDto(row: OrderedReportRow, { windowsOf, outagesWindow, attributes }: RowContext): RowDto {
  const { storeId, timeZone, timeZoneAssumed, uptimes, error, state } = row;
  const known = attributes.get(storeId) ?? NO_ATTRIBUTES;
  const { name: storeName, groups, valuePerHour } = known;
  const about = { storeId, timeZoneAssumed, name: storeName, groups: { ...groups }, valuePerHour, state };
  if (error !== null) return { ...about, windows: null, error };
  const entries = windowsOf(timeZone).map(({ name, from, to }, w) => {
    return [name, toRowWindow({ from, to }, uptimes[w]!, known, w === outagesWindow ? row : undefined)] as const;
  });
  return { ...about, windows: Object.fromEntries(entries) };
}

/** The columns of `?format=csv`, window by window. */
export function rowColumns(windows: readonly Window[]): string[] {
  const ofWindow = ({ name }: Window) => Object.keys(CSV_FIELDS).map((ending) => `${name}_${ending}`);
  return ['store_id', ...windows.flatMap(ofWindow), 'error', 'time_zone_assumed'];
}

/** Programs read the CSV by these columns: a new field of a window is one only if the times would not add up without. */
const CSV_FIELDS = {
  open_seconds: 'openSeconds',
  uptime_seconds: 'uptimeSeconds',
  downtime_seconds: 'downtimeSeconds',
  unobserved_seconds: 'unobservedSeconds',
  excused_seconds: 'excusedSeconds',
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
