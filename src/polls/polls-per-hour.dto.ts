import { z } from 'zod';
import { formatInstant } from '../domain/time/instant.js';
import { countOutput, instantOutput, strictRequest, wholeNumberInput } from '../http/schemas.js';
import type { HoursOfPolls } from './polls-per-hour.js';

/** Two weeks. */
export const MAX_HOURS = 336;

const DEFAULT_HOURS = 72;

export const pollsPerHourQuerySchema = strictRequest({
  hours: wholeNumberInput(MAX_HOURS, DEFAULT_HOURS)
    .optional()
    .transform((hours) => hours ?? DEFAULT_HOURS)
    .meta({ description: 'How many hours, up to that of the newest poll.' }),
});

export type PollsPerHourQuery = z.output<typeof pollsPerHourQuerySchema>;

export const pollsPerHourSchema = z
  .strictObject({
    newestPollAt: instantOutput.nullable().meta({ description: 'Null if there are no polls.' }),
    items: z
      .array(
        z
          .strictObject({
            hour: instantOutput.meta({ description: 'The start of the hour, UTC.' }),
            polls: countOutput,
            stores: countOutput.meta({ description: 'How many stores these polls are of.' }),
          })
          .meta({ id: 'PollHour' }),
      )
      .meta({ description: 'Oldest first, also hours without polls. None if there are no polls at all.' }),
  })
  .meta({ id: 'PollsPerHour' });

export type PollsPerHourDto = z.infer<typeof pollsPerHourSchema>;

export function toPollsPerHourDto({ newestPollAt, hours }: HoursOfPolls): PollsPerHourDto {
  return {
    newestPollAt: newestPollAt === null ? null : formatInstant(newestPollAt),
    items: hours.map(({ hour, polls, stores }) => ({ hour: formatInstant(hour), polls, stores })),
  };
}
