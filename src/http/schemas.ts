import { z } from 'zod';
import { parseInstant, type Instant } from '../domain/instant.js';

const INSTANT_EXAMPLE = '2023-01-25T18:13:22.479220Z';

/** An instant in a request, ISO 8601 with a zone, or one of some words. Instants come out as microseconds. */
export function instantInput<const Word extends string = never>(...words: readonly Word[]) {
  const others = words.map((word) => ` or ${JSON.stringify(word)}`).join('');
  const expected = `expected is an instant like ${INSTANT_EXAMPLE}${others}`;
  return z.string({ error: () => expected }).transform((text, context): Instant | Word => {
    const word = words.find((candidate) => candidate === text);
    const instant = word ?? parseInstant(text, 'required');
    if (instant !== 'unreadable' && instant !== 'without-zone') return instant;
    const problem = instant === 'without-zone' ? 'has no time zone' : 'is not an instant';
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(text)} ${problem}; write it like ${INSTANT_EXAMPLE}${others}`,
    });
    return z.NEVER;
  });
}

/** An instant in an answer. */
export const instantOutput = z
  .string()
  .meta({ format: 'date-time', description: 'UTC, to the microsecond.', examples: [INSTANT_EXAMPLE] });

/** What comes in: these fields and no others. A field that is not known is told from those that are. */
export function strictRequest<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      const unknown = issue.keys.map((key) => JSON.stringify(key)).join(', ');
      return `${unknown} is not known here; known are ${Object.keys(shape).join(', ')}`;
    },
  });
}

const WHOLE_NUMBER = /^\d{1,9}$/;

/** A whole number from 1 on, as it stands in a query. */
export function wholeNumberInput(most: number) {
  const error = `must be a whole number from 1 to ${most}`;
  return z
    .string({ error })
    .refine((text) => WHOLE_NUMBER.test(text) && Number(text) >= 1 && Number(text) <= most, { error })
    .transform(Number);
}

/** How many items of a list to answer with, as it stands in a query. */
export function limitInput(most: number, usual: number) {
  return wholeNumberInput(most)
    .optional()
    .transform((limit) => limit ?? usual)
    .meta({ description: `Items of a page, 1 to ${most}; ${usual} unless told.` });
}

/** A store id to compare with: PostgreSQL's text holds everything but NUL. */
export const storeIdFilter = z.string().regex(/^[^\0]+$/, 'is no store id');
