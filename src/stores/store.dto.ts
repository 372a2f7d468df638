import { z } from 'zod';
import type { BusinessHours } from '../domain/calendar/calendar.js';
import { formatInstant } from '../domain/time/instant.js';
import { isProblem } from '../domain/parse-problem.js';
import { parseTimeZone } from '../domain/time-zones/parse-time-zone.js';
import { DEFAULT_TIME_ZONE } from '../domain/time-zones/zone-offsets.js';
import { cursorInput, pageOf } from '../http/cursor.js';
import {
  dateInput,
  dateOutput,
  instantOutput,
  limitInput,
  pollStatusSchema,
  storeIdFilter,
  storeIdInput,
  strictRequest,
} from '../http/schemas.js';
import { timeOfDayInput } from '../http/dto/time-of-day.js';
import {
  attributesInputShape,
  attributesShape,
  groupFilter,
  toAttributeFields,
} from '../http/dto/store-attributes.dto.js';
import type { StoreSummary } from '../persistence/stores/store.repository.js';

export const storeSchema = z
  .strictObject({
    storeId: z.string(),
    timeZone: z.string(),
    timeZoneAssumed: z.boolean().meta({ description: `No zone is known, so ${DEFAULT_TIME_ZONE} is assumed.` }),
    alwaysOpen: z.boolean().meta({ description: 'No business hours are known, so the store counts as always open.' }),
    ...attributesShape,
    newestPoll: z.strictObject({ at: instantOutput, status: pollStatusSchema }).meta({ id: 'NewestPoll' }).nullable(),
  })
  .meta({
    id: 'Store',
    examples: [
      {
        storeId: '8419537941919820732',
        timeZone: 'America/Denver',
        timeZoneAssumed: false,
        alwaysOpen: true,
        name: 'Main Street',
        groups: { region: 'west' },
        target: 99.5,
        valuePerHour: null,
        newestPoll: { at: '2023-01-22T12:09:39.388884Z', status: 'active' },
      },
    ],
  });

export type StoreDto = z.infer<typeof storeSchema>;

export const storePageSchema = pageOf(storeSchema).meta({ id: 'StorePage' });

const MAX_HOURS = 200;

const TIME_ZONE_EXPECTED = `the name of an IANA time zone such as ${DEFAULT_TIME_ZONE}`;

/** The name of a time zone. The output is an IANA name. `expected` is part of the error message. */
function timeZoneInput(expected: string) {
  return z
    .string({ error: () => `expected is ${expected}` })
    .meta({ minLength: 1, examples: [DEFAULT_TIME_ZONE] })
    .transform((text, context): string => {
      const named = parseTimeZone(text);
      if (!isProblem(named)) return named.timeZone;
      context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} ${named.problem}` });
      return z.NEVER;
    });
}

const DAY_OF_WEEK_EXPECTED = 'expected is a whole number from 0 (Monday) to 6 (Sunday)';

export const dayOfWeekSchema = z
  .int(DAY_OF_WEEK_EXPECTED)
  .min(0, DAY_OF_WEEK_EXPECTED)
  .max(6, DAY_OF_WEEK_EXPECTED)
  .meta({ description: '0 is Monday.' });

const hoursRowInputSchema = strictRequest({
  dayOfWeek: dayOfWeekSchema,
  open: timeOfDayInput('before 24:00').optional(),
  close: timeOfDayInput('up to 24:00')
    .optional()
    .meta({ description: 'At or before `open`: on the next day. From 23:59 on: the end of the day.' }),
  closed: z
    .literal(true, 'must be true, or left out')
    .optional()
    .meta({ description: 'Instead of `open` and `close`.' }),
  validFrom: dateInput.optional().meta({ description: 'The first date on which the row applies.' }),
  validThrough: dateInput.optional().meta({ description: 'The last date on which the row applies.' }),
})
  .transform(({ open, close, closed, ...row }, context): BusinessHours => {
    const problem = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message });
      return z.NEVER;
    };
    const { validFrom = -Infinity, validThrough = Infinity } = row;
    if (validFrom > validThrough) return problem('validThrough', 'must not be before validFrom');
    if (closed !== undefined) {
      if (open !== undefined || close !== undefined) return problem('closed', 'a row has either times or "closed"');
      return { ...row, closed };
    }
    if (open === undefined) return problem('open', 'expected is a time of day before 24:00, such as 09:00');
    if (close === undefined) return problem('close', 'expected is a time of day up to 24:00, such as 09:00');
    return { ...row, open, close };
  })
  .meta({ id: 'HoursRowInput', example: { dayOfWeek: 0, open: '09:00', close: '17:30' } });

export const hoursInputSchema = z.array(hoursRowInputSchema).max(MAX_HOURS, `at most ${MAX_HOURS} rows`).meta({
  id: 'BusinessHoursInput',
  description: 'All hours of a store, each row with times or "closed"; no rows: it is always open.',
});

export const newStoreSchema = strictRequest({
  storeId: storeIdInput,
  timeZone: timeZoneInput(TIME_ZONE_EXPECTED).optional(),
  businessHours: hoursInputSchema.default([]),
  ...attributesInputShape,
}).meta({ id: 'NewStore', example: { storeId: '8419537941919820732', timeZone: 'America/Denver' } });

export type NewStoreBody = z.output<typeof newStoreSchema>;

export const storeChangeSchema = strictRequest({
  timeZone: timeZoneInput(`${TIME_ZONE_EXPECTED}, or null for none`)
    .nullable()
    .optional()
    .meta({ description: `Null: unknown, so that ${DEFAULT_TIME_ZONE} is assumed.` }),
  ...attributesInputShape,
})
  .refine((change) => Object.keys(change).length > 0, 'expected is at least one field')
  .meta({
    id: 'StoreChange',
    minProperties: 1,
    description: 'What is missing stays as it is.',
    examples: [{ timeZone: 'America/Boise' }, { name: 'Main Street', groups: { region: 'west' }, target: 99.5 }],
  });

export type StoreChange = z.output<typeof storeChangeSchema>;

export const hoursSchema = z
  .array(
    z
      .strictObject({
        dayOfWeek: dayOfWeekSchema,
        open: z.string().optional(),
        close: z.string().optional(),
        closed: z.literal(true).optional().meta({ description: 'Instead of `open` and `close`.' }),
        validFrom: dateOutput.optional(),
        validThrough: dateOutput.optional(),
      })
      .meta({ id: 'HoursRow' }),
  )
  .meta({ id: 'BusinessHours', description: 'On the clock of the store. None: it is always open.' });

export type HoursDto = z.infer<typeof hoursSchema>;

export const storeListQuerySchema = strictRequest({
  group: groupFilter,
  limit: limitInput(1_000, 100),
  cursor: cursorInput(z.strictObject({ storeId: storeIdFilter })),
});

export type StoreListQuery = z.output<typeof storeListQuerySchema>;

export function toStoreDto({ storeId, timeZone, hasHours, attributes, newestPoll }: StoreSummary): StoreDto {
  return {
    storeId,
    timeZone: timeZone ?? DEFAULT_TIME_ZONE,
    timeZoneAssumed: timeZone === null,
    alwaysOpen: !hasHours,
    ...toAttributeFields(attributes),
    newestPoll: newestPoll === null ? null : { at: formatInstant(newestPoll.at), status: newestPoll.status },
  };
}
