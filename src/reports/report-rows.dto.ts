import { z } from 'zod';
import { formatInstant, SECOND, type Instant } from '../domain/instant.js';
import { reportWindows, WINDOW_LENGTHS, type WindowName } from '../domain/windows.js';
import type { Uptime } from '../domain/uptime.js';
import { cursorInput, pageOf } from '../http/cursor.js';
import { instantOutput, limitInput, requestObject } from '../http/schemas.js';
import { ROW_VALUES, type ReportLine, type RowOrder } from '../persistence/report-row-repository.js';

const secondsOutput = z.number().meta({ description: 'Seconds, exact to the microsecond.' });

const windowSchema = z
  .strictObject({
    from: instantOutput,
    to: instantOutput,
    openSeconds: secondsOutput,
    uptimeSeconds: secondsOutput,
    downtimeSeconds: secondsOutput,
    unobservedSeconds: secondsOutput,
    coverage: z
      .number()
      .nullable()
      .meta({ description: 'The share of the open time that was observed; null when never open.' }),
  })
  .meta({ id: 'UptimeOfWindow' });

const NAMES = WINDOW_LENGTHS.map(({ name }) => name);

export const rowSchema = z
  .strictObject({
    storeId: z.string(),
    windows: z.strictObject(
      Object.fromEntries(NAMES.map((name) => [name, windowSchema])) as Record<WindowName, typeof windowSchema>,
    ),
  })
  .meta({ id: 'ReportRow' });

export type RowDto = z.infer<typeof rowSchema>;

export const rowPageSchema = pageOf(rowSchema).meta({ id: 'ReportRowPage' });

const fieldOf = (value: (typeof ROW_VALUES)[number]) => (value === 'coverage' ? value : (`${value}Seconds` as const));

/** What rows can be sorted by: `storeId`, `last_hour.uptimeSeconds`, ... */
const SORTS = new Map<string, RowOrder['by']>([
  ['storeId', null],
  ...NAMES.flatMap((name, window) =>
    ROW_VALUES.map((value) => [`${name}.${fieldOf(value)}`, { value, window }] as const),
  ),
]);

/** PostgreSQL's text holds everything but NUL. */
const storable = z.string().regex(/^[^\0]+$/, 'is no store id');

export const rowListQuerySchema = requestObject({
  sort: z
    .enum([...SORTS.keys()])
    .default('storeId')
    .meta({ description: 'A column; rows of the same value by store id.' }),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: limitInput(1_000, 100),
  cursor: cursorInput(
    z.strictObject({ sort: z.string(), order: z.string(), value: z.number().nullable(), storeId: storable }),
  ),
  storeId: storable.optional().meta({ description: 'The row of this store alone.' }),
  format: z
    .enum(['json', 'csv'])
    .default('json')
    .meta({ description: '`csv`: all rows, with all columns, in one file.' }),
});

export type RowListQuery = z.output<typeof rowListQuerySchema>;

export function orderOf({ sort, order }: RowListQuery): RowOrder {
  return { by: SORTS.get(sort) ?? null, descending: order === 'desc' };
}

export function toRowDto({ storeId, windows }: ReportLine, asOf: Instant): RowDto {
  const entries = reportWindows(asOf).map(({ name, from, to }, w) => {
    return [name, { from: formatInstant(from), to: formatInstant(to), ...numbersOf(windows[w]!) }] as const;
  });
  return { storeId, windows: Object.fromEntries(entries) as RowDto['windows'] };
}

function numbersOf({ up, down, unobserved }: Uptime) {
  const open = up + down + unobserved;
  return {
    openSeconds: open / SECOND,
    uptimeSeconds: up / SECOND,
    downtimeSeconds: down / SECOND,
    unobservedSeconds: unobserved / SECOND,
    coverage: open === 0 ? null : (up + down) / open,
  };
}

/** The columns of `?format=csv`, each window's after the other. */
export const ROW_COLUMNS: readonly string[] = [
  'store_id',
  ...NAMES.flatMap((name) => [
    `${name}_open_seconds`,
    `${name}_uptime_seconds`,
    `${name}_downtime_seconds`,
    `${name}_unobserved_seconds`,
    `${name}_coverage`,
  ]),
];

export function rowCells({ storeId, windows }: ReportLine): string[] {
  return [
    storeId,
    ...windows.flatMap((window) => Object.values(numbersOf(window)).map((value) => (value ?? '').toString())),
  ];
}
