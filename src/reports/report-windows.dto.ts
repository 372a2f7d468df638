import { z } from 'zod';
import { windowText, windowTextProblem } from '../http/dto/window-text.js';
import { strictRequest } from '../http/schemas.js';

const MAX_WINDOWS = 12;

const instantText = z.string().meta({ format: 'date-time' });

const windowOfInstants = strictRequest({ from: instantText, to: instantText }).meta({ id: 'WindowOfInstants' });

/** A window as text, or as two instants, which mean the same as `from/to`. The output is the window's name. */
const windowInput = z
  .union([windowText, windowOfInstants], {
    error: 'expected is a duration such as "PT1H", a period such as "last_month", or {"from": ..., "to": ...}',
  })
  .transform((window, context): string => {
    const text = typeof window === 'string' ? window : `${window.from}/${window.to}`;
    const problem = windowTextProblem(text);
    if (problem === null) return text;
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  })
  .meta({
    examples: ['PT1H', 'P7D', 'last_month', '2024-W10', { from: '2023-01-22T00:00:00Z', to: '2023-01-23T00:00:00Z' }],
  });

/** The windows of a request. The output are their names. */
export const windowsInput = z
  .array(windowInput)
  .min(1, 'leave windows out for the last hour, day and week')
  .max(MAX_WINDOWS, `at most ${MAX_WINDOWS} windows`)
  .superRefine((names, context) => {
    names.forEach((name, index) => {
      if (names.indexOf(name) === index) return;
      context.addIssue({ code: 'custom', path: [index], message: `${name} is there twice: its columns need one name` });
    });
  });
