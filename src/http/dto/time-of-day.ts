import { z } from 'zod';
import { parseTimeOfDay, type TimeOfDay } from '../../domain/calendar/calendar.js';
import { DAY } from '../../domain/time/instant.js';

/** For clients: the times of day that `parseTimeOfDay` reads. */
const BEFORE_24 = '([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?';
const TIME_OF_DAY_PATTERNS = {
  'before 24:00': `^${BEFORE_24}$`,
  'up to 24:00': `^(${BEFORE_24}|24:00(:00)?)$`,
} as const;

/** A time of day in a request. The output is in microseconds since midnight. */
export function timeOfDayInput(last: 'before 24:00' | 'up to 24:00') {
  const expected = `a time of day ${last}, such as 09:00`;
  return z
    .string({ error: () => `expected is ${expected}` })
    .meta({ pattern: TIME_OF_DAY_PATTERNS[last], examples: ['09:00'] })
    .transform((text, context): TimeOfDay => {
      const time = parseTimeOfDay(text);
      if (time !== null && (time < DAY || last === 'up to 24:00')) return time;
      context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} is not ${expected}` });
      return z.NEVER;
    });
}
