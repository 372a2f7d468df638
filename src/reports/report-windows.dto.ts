import { z } from 'zod';
import { readWindow } from '../domain/windows.js';
import { requestObject } from '../http/schemas.js';

const MOST_WINDOWS = 12;

const instantText = z.string();

/** A window as text, or as two instants, which is the same as `from/to`. Comes out as the name that it goes by. */
const windowInput = z
  .union([z.string(), requestObject({ from: instantText, to: instantText })], {
    error: 'expected is a duration such as "PT1H" or "P7D", or {"from": ..., "to": ...}',
  })
  .transform((window, context): string => {
    const text = typeof window === 'string' ? window : `${window.from}/${window.to}`;
    const read = readWindow(text);
    if (!('problem' in read)) return text;
    context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} ${read.problem}` });
    return z.NEVER;
  })
  .meta({ examples: ['PT1H', 'P7D', { from: '2023-01-22T00:00:00Z', to: '2023-01-23T00:00:00Z' }] });

/** The windows of a request. They come out as the names that they go by. */
export const windowsInput = z
  .array(windowInput)
  .min(1, 'leave windows out for the last hour, day and week')
  .max(MOST_WINDOWS, `at most ${MOST_WINDOWS} windows`)
  .superRefine((names, context) => {
    names.forEach((name, index) => {
      if (names.indexOf(name) === index) return;
      context.addIssue({ code: 'custom', path: [index], message: `${name} is there twice: its columns need one name` });
    });
  });
