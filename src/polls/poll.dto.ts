import { z } from 'zod';
import { NotJson } from '../http/ndjson.js';
import { instantInput, strictRequest } from '../http/schemas.js';
import { instantProblem, parseStatus, storeIdProblem, type PollLimits } from '../importing/row-parsers.js';
import type { StagedPoll } from '../persistence/imports/staging.js';

export const MAX_POLLS = 50_000;

const pollSchema = strictRequest({
  storeId: z.string().superRefine((storeId, context) => {
    const problem = storeIdProblem(storeId);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  }),
  at: instantInput().meta({ description: 'ISO 8601 with a time zone, to the microsecond.' }),
  status: z
    .string()
    .transform((text, context) => {
      const status = parseStatus(text);
      if (status !== null) return status;
      context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} is neither active nor inactive` });
      return z.NEVER;
    })
    .meta({ enum: ['active', 'inactive'] }),
});

/** One poll, or several. Each is looked at by itself: one that can't be used keeps no other out. */
export const pushSchema = z.union([pollSchema, z.array(pollSchema).max(MAX_POLLS)]);

export const pushedSchema = z
  .strictObject({
    inserted: z.int(),
    unchanged: z.int().meta({ description: 'Polls that were known as they are.' }),
    corrected: z.int().meta({ description: 'Polls that replaced another status of the same instant.' }),
    rejected: z.int(),
    dataVersion: z.int().nullable().meta({ description: 'The data version they made; null where nothing was new.' }),
    errors: z
      .array(z.strictObject({ index: z.int(), reason: z.string() }))
      .optional()
      .meta({ description: 'Why polls were not taken, by their place in the push, from 0.' }),
  })
  .meta({ id: 'Pushed' });

export type PushedDto = z.infer<typeof pushedSchema>;

/** Reads one poll of a push, or says why it can't be used. */
export function parsePushedPoll(value: unknown, index: number, limits: PollLimits): StagedPoll | string {
  if (value instanceof NotJson) return 'the line is not JSON';
  const parsed = pollSchema.safeParse(value);
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ');
  }
  const { storeId, at, status } = parsed.data;
  const misplaced = instantProblem(at, limits);
  if (misplaced !== null) return `at: ${misplaced}`;
  return { line: index, storeId, at, active: status === 'active' };
}
