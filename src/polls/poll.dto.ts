import { z } from 'zod';
import { NotJson } from '../http/bodies/ndjson.js';
import { reasonInput } from '../http/dto/reason.js';
import { countOutput, instantInput, storeIdInput, strictRequest } from '../http/schemas.js';
import type { ParseProblem } from '../domain/parse-problem.js';
import { parseStatus, pollInstantProblem, type PollLimits } from '../importing/csv/rows/row-parsers.js';
import type { StagedPoll } from '../persistence/imports/staging.js';

export const MAX_POLLS = 50_000;

const pollSchema = strictRequest({
  storeId: storeIdInput,
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
  reason: reasonInput.optional().meta({
    description:
      'Why it was found so, such as `paused by staff`. An outage has the reason of its first poll that has one.',
  }),
}).meta({
  id: 'NewPoll',
  example: { storeId: '8419537941919820732', at: '2023-01-22T12:09:39.388884Z', status: 'active' },
});

/** One poll, or several. Each is checked by itself: an invalid one does not keep the others out. */
export const pushSchema = z.union([pollSchema, z.array(pollSchema).max(MAX_POLLS)]);

export const pushedSchema = z
  .strictObject({
    inserted: countOutput,
    unchanged: countOutput.meta({ description: 'Polls that are known already.' }),
    corrected: countOutput.meta({
      description: 'Polls that replaced another status, or another reason, of the same instant.',
    }),
    rejected: countOutput,
    dataVersion: z
      .int()
      .positive()
      .nullable()
      .meta({ description: 'The data version that they created; null if nothing was new.' }),
    errors: z
      .array(z.strictObject({ index: countOutput, reason: z.string() }).meta({ id: 'RejectedPoll' }))
      .optional()
      .meta({ description: 'Why polls were rejected, by their index in the push, from 0.' }),
  })
  .meta({
    id: 'Pushed',
    examples: [{ inserted: 1, unchanged: 0, corrected: 0, dataVersion: 5, rejected: 0 }],
  });

export type PushedDto = z.infer<typeof pushedSchema>;

/** Parses one poll of a push. */
export function parsePushedPoll(value: unknown, index: number, limits: PollLimits): StagedPoll | ParseProblem {
  if (value instanceof NotJson) return { problem: 'the line is not JSON' };
  const parsed = pollSchema.safeParse(value);
  if (!parsed.success) {
    return { problem: parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ') };
  }
  const { storeId, at, status, reason = '' } = parsed.data;
  const misplaced = pollInstantProblem(at, limits);
  if (misplaced !== null) return { problem: `at: ${misplaced.problem}` };
  return { line: index, storeId, at, active: status === 'active', why: reason === '' ? null : reason };
}
