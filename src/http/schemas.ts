import { z } from 'zod';
import { describeInvalidInstant } from '../domain/time/instant-problem.js';
import { parseInstant, type Instant } from '../domain/time/instant.js';
import { parseLocalDate, type LocalDate } from '../domain/time/local-date.js';
import { INTERPOLATIONS } from '../domain/uptime/interpolation.js';
import { MAX_STORE_ID_LENGTH, PRINTABLE_NOT_BLANK, STORABLE_TEXT, storeIdProblem } from '../domain/store-id.js';

const INSTANT_EXAMPLE = '2023-01-25T18:13:22.479220Z';

const INSTANT = { type: 'string', format: 'date-time' } as const;

/** An instant in a request, ISO 8601 with a zone, or one of `words`. The output is in microseconds. */
export function instantInput<const Word extends string = never>(...words: readonly Word[]) {
  const others = words.map((word) => ` or ${JSON.stringify(word)}`).join('');
  const expected = `expected is an instant like ${INSTANT_EXAMPLE}${others}`;
  const input = z.string({ error: () => expected }).meta({
    ...(words.length === 0 ? INSTANT : { anyOf: [{ type: 'string', enum: [...words] }, INSTANT] }),
    examples: [words[0] ?? INSTANT_EXAMPLE],
  });
  return input.transform((text, context): Instant | Word => {
    const word = words.find((candidate) => candidate === text);
    const instant = word ?? parseInstant(text, 'required');
    if (instant !== 'unreadable' && instant !== 'without-zone') return instant;
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(text)} ${describeInvalidInstant(text)}; write it like ${INSTANT_EXAMPLE}${others}`,
    });
    return z.NEVER;
  });
}

/** An instant in a response. */
export const instantOutput = z
  .string()
  .meta({ format: 'date-time', description: 'UTC, to the microsecond.', examples: [INSTANT_EXAMPLE] });

const DATE_EXPECTED = 'a date such as 2024-03-11';

/** A date in a request. The output is in days since 1970-01-01. */
export const dateInput = z
  .string({ error: () => `expected is ${DATE_EXPECTED}` })
  .meta({ format: 'date', examples: ['2024-03-11'] })
  .transform((text, context): LocalDate => {
    const date = parseLocalDate(text);
    if (date !== null) return date;
    context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} is not ${DATE_EXPECTED}` });
    return z.NEVER;
  });

/** A date in a response. */
export const dateOutput = z.string().meta({ format: 'date' });

/** The instants of a window of a report, in a response. */
export const reportWindowShape = {
  from: instantOutput.meta({
    description:
      'Of a period of the calendar, the earliest in any time zone: each store has its own, which its row names.',
  }),
  to: instantOutput.meta({
    description: 'Of a period of the calendar, the latest in any time zone, or the as-of instant before it.',
  }),
};

/** The release of time zone data in a response. */
export const timeZoneReleaseSchema = z
  .string()
  .meta({ description: 'A release of the IANA time zone database.', examples: ['2026f'] });

/** An object in a request. Unknown fields are rejected; the message lists the known ones. */
export function strictRequest<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      const known = Object.keys(shape).join(', ');
      if (issue.code === 'invalid_type') return `expected object with ${known}`;
      const unknown = issue.keys.map((key) => JSON.stringify(key)).join(', ');
      return `${unknown} is not known here; known are ${known}`;
    },
  });
}

const WHOLE_NUMBER = /^\d{1,9}$/;

/** A whole number from 1 to `max` in a query. `defaultNumber` is only documented: the caller applies it. */
export function wholeNumberInput(max: number, defaultNumber?: number) {
  const error = `must be a whole number from 1 to ${max}`;
  return z
    .string({ error })
    .refine((text) => WHOLE_NUMBER.test(text) && Number(text) >= 1 && Number(text) <= max, { error })
    .meta({
      type: 'integer',
      minimum: 1,
      maximum: max,
      ...(defaultNumber !== undefined && { default: defaultNumber }),
    })
    .transform(Number);
}

/** An id that the API gave. In upper case it is the same id, and is found as the database and files have it. */
export function idInput(error: string) {
  return z.uuid({ error }).toLowerCase();
}

/** The number of items on a page, in a query. */
export function limitInput(max: number, defaultLimit: number) {
  return wholeNumberInput(max, defaultLimit)
    .optional()
    .transform((limit) => limit ?? defaultLimit)
    .meta({ description: 'Items on a page.' });
}

/** The direction in which a list is sorted, in a query. */
export const sortDirectionInput = z.enum(['asc', 'desc']).meta({ id: 'SortOrder' }).default('asc');

/** A number of things in a response. */
export const countOutput = z.int().nonnegative();

export const interpolationSchema = z
  .enum(INTERPOLATIONS)
  .meta({ id: 'Interpolation', description: 'How the time between polls is counted: rules 10 and 11.' });

export const pollStatusSchema = z.enum(['active', 'inactive']).meta({ id: 'PollStatus' });

const STORE_ID_LENGTHS = { minLength: 1, maxLength: MAX_STORE_ID_LENGTH };
const STORE_ID_EXAMPLES = ['8419537941919820732'];

/** A store id that a request adds. */
export const storeIdInput = z
  .string()
  .superRefine((storeId, context) => {
    const invalid = storeIdProblem(storeId);
    if (invalid !== null) context.addIssue({ code: 'custom', message: invalid.problem });
  })
  .meta({
    ...STORE_ID_LENGTHS,
    pattern: PRINTABLE_NOT_BLANK,
    description: 'An opaque text without control characters.',
    examples: STORE_ID_EXAMPLES,
  });

/** A store id that a request looks for; it need not be a valid one. */
export const storeIdFilter = z
  .string()
  .regex(STORABLE_TEXT, 'is no store id')
  .meta({ pattern: '^[^\\u0000]+$', examples: STORE_ID_EXAMPLES });

/** A store id in a path. Any text may be asked for: an id that is not known is 404. */
export const storeIdParam = z
  .string()
  .meta({ ...STORE_ID_LENGTHS, description: 'The id of the store, URL-encoded.', examples: STORE_ID_EXAMPLES });
