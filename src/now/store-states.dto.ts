import { z } from 'zod';
import { figureDays, type FigureTable } from '../domain/fleet/figure-table.js';
import { countedTimeZone, FIGURES, type Figure, type StoreSort } from '../domain/fleet/store-order.js';
import { MAX_STORE_ID_LENGTH } from '../domain/store-id.js';
import { DEFAULT_TIME_ZONE } from '../domain/time-zones/zone-offsets.js';
import { NOW_STATES } from '../domain/uptime/state-now.js';
import type { Uptime } from '../domain/uptime/uptime.js';
import { cursorInput } from '../http/cursor.js';
import { countOutput, limitInput, sortDirectionInput, strictRequest } from '../http/schemas.js';
import { groupFilter } from '../http/dto/store-attributes.dto.js';
import { secondsOutput, toUptimeFields } from '../http/dto/uptime.dto.js';
import { toUptimeOfWindow, uptimeOfWindowSchema } from '../http/dto/uptime-of-window.dto.js';
import type { Figures } from './fleet-figures.js';
import { figuresShape, weekOf } from './fleet-uptime.dto.js';

const nowStateSchema = z.enum(NOW_STATES).meta({ id: 'NowState' });

const fieldOf = (figure: Figure) =>
  figure === 'coverage' || figure === 'uptimePercent' ? figure : (`${figure}Seconds` as const);

const sortsOf = (window: 'day' | 'week') =>
  FIGURES.map((figure) => [`${window}.${fieldOf(figure)}`, { window, figure }] as const);

const SORTS: ReadonlyMap<string, StoreSort> = new Map<string, StoreSort>([
  ['storeId', 'storeId'],
  ['state', 'state'],
  ['timeZone', 'timeZone'],
  ...sortsOf('day'),
  ...sortsOf('week'),
]);

export function sortNamed(name: string): StoreSort {
  return SORTS.get(name)!;
}

/** One value of a query, or several under one name. */
const statesInput = z
  .preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(nowStateSchema))
  .optional()
  .meta({
    type: 'array',
    items: { type: 'string', enum: [...NOW_STATES] },
    description: 'Only stores in this state, or in one of several: `state=down&state=unobserved`.',
  });

export const storeStatesQuerySchema = strictRequest({
  search: z
    .string()
    .max(MAX_STORE_ID_LENGTH)
    .optional()
    .meta({ description: 'Only stores whose id or name contains this text, in capital or small letters.' }),
  group: groupFilter,
  state: statesInput,
  timeZone: z
    .string()
    .optional()
    .meta({
      description: `Only stores in this time zone, by its IANA name. A store without one counts as ${DEFAULT_TIME_ZONE}.`,
      examples: [DEFAULT_TIME_ZONE],
    }),
  sort: z
    .enum([...SORTS.keys()])
    .meta({ id: 'StoreStateSort' })
    .default('storeId')
    .meta({
      description:
        '`state`: the worst first (down, unobserved, up, closed, excused). Stores without a value come last in both orders, equal ' +
        'values are sorted by store id.',
    }),
  order: sortDirectionInput,
  limit: limitInput(1_000, 100),
  cursor: cursorInput(
    z.strictObject({
      sort: z.string(),
      order: z.string(),
      value: z.union([z.number(), z.string()]).nullable(),
      storeId: z.string(),
    }),
  ),
});

export type StoreStatesQuery = z.output<typeof storeStatesQuerySchema>;

const dayOfStoreSchema = z
  .strictObject({
    openSeconds: secondsOutput,
    uptimeSeconds: secondsOutput,
    downtimeSeconds: secondsOutput,
    unobservedSeconds: secondsOutput,
    excusedSeconds: secondsOutput,
  })
  .meta({ id: 'DayOfStore' });

const storeStateSchema = z
  .strictObject({
    storeId: z.string(),
    name: z.string().nullable().meta({ description: 'For people; null if none was given.' }),
    timeZone: z.string(),
    timeZoneAssumed: z.boolean().meta({ description: `No zone is known, so ${DEFAULT_TIME_ZONE} is assumed.` }),
    state: nowStateSchema,
    day: uptimeOfWindowSchema.meta({ description: 'The last 24 hours.' }),
    week: uptimeOfWindowSchema.meta({ description: 'The last seven days.' }),
    days: z.array(dayOfStoreSchema).meta({ description: 'Each 24 hours of the week, the oldest first.' }),
  })
  .meta({ id: 'StoreState' });

export type StoreStateDto = z.infer<typeof storeStateSchema>;

export const storeStatePageSchema = z
  .strictObject({
    ...figuresShape,
    total: countOutput.meta({ description: 'How many stores fit the filters.' }),
    items: z.array(storeStateSchema),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'StoreStatePage' });

export type StoreStatePageDto = z.infer<typeof storeStatePageSchema>;

export function toStoreStateDto({ table, asOf }: Figures, row: number): StoreStateDto {
  const windows = figureDays(asOf);
  return {
    storeId: table.storeIds[row]!,
    name: table.names[row]!,
    timeZone: countedTimeZone(table, row),
    timeZoneAssumed: table.timeZones[row] === null,
    state: table.state(row),
    day: toUptimeOfWindow(windows.at(-1)!, table.lastDay(row)),
    week: toUptimeOfWindow(weekOf(windows), table.week(row)),
    days: table.days(row).map(toDayFields),
  };
}

function toDayFields(uptime: Uptime): z.infer<typeof dayOfStoreSchema> {
  const { openSeconds, uptimeSeconds, downtimeSeconds, unobservedSeconds, excusedSeconds } = toUptimeFields(uptime);
  return { openSeconds, uptimeSeconds, downtimeSeconds, unobservedSeconds, excusedSeconds };
}

export const timeZonesInUseSchema = z
  .strictObject({
    items: z.array(z.strictObject({ timeZone: z.string(), stores: countOutput }).meta({ id: 'TimeZoneInUse' })),
  })
  .meta({ id: 'TimeZonesInUse' });

export type TimeZonesInUseDto = z.infer<typeof timeZonesInUseSchema>;

/** Counts the stores of each time zone, most stores first. */
export function toTimeZonesDto(table: FigureTable, rows: Iterable<number>): TimeZonesInUseDto {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const timeZone = countedTimeZone(table, row);
    counts.set(timeZone, (counts.get(timeZone) ?? 0) + 1);
  }
  const items = [...counts].map(([timeZone, stores]) => ({ timeZone, stores }));
  return { items: items.sort((a, b) => b.stores - a.stores || (a.timeZone < b.timeZone ? -1 : 1)) };
}
