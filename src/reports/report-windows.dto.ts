import { z } from 'zod';
import { parseWindow } from '../domain/uptime/windows.js';
import { strictRequest } from '../http/schemas.js';

const MAX_WINDOWS = 12;

const instantText = z.string().meta({ format: 'date-time' });

const windowOfInstants = strictRequest({ from: instantText, to: instantText }).meta({ id: 'WindowOfInstants' });

/** For clients: a duration, or two instants. */
const WINDOW_PATTERN = '^(P(?=[0-9T])(\\d+W)?(\\d+D)?(T(?=[0-9])(\\d+H)?(\\d+M)?(\\d+(\\.\\d{1,6})?S)?)?|[^/]+/[^/]+)$';

/** A window as text, or as two instants, which mean the same as `from/to`. The output is the window's name. */
const windowInput = z
  .union([z.string().meta({ pattern: WINDOW_PATTERN }), windowOfInstants], {
    error: 'expected is a duration such as "PT1H" or "P7D", or {"from": ..., "to": ...}',
  })
  .transform((window, context): string => {
    const text = typeof window === 'string' ? window : `${window.from}/${window.to}`;
    const parsed = parseWindow(text);
    if (!('problem' in parsed)) return text;
    context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} ${parsed.problem}` });
    return z.NEVER;
  })
  .meta({ examples: ['PT1H', 'P7D', { from: '2023-01-22T00:00:00Z', to: '2023-01-23T00:00:00Z' }] });

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
