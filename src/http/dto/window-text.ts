import { z } from 'zod';
import { isProblem } from '../../domain/parse-problem.js';
import { RELATIVE_PERIOD_NAMES } from '../../domain/uptime/windows/calendar-periods.js';
import { parseWindow } from '../../domain/uptime/windows/windows.js';

/** For clients: a duration, two instants, or a period of the calendar. */
const WINDOW_PATTERN =
  '^(P(?=[0-9T])(\\d+W)?(\\d+D)?(T(?=[0-9])(\\d+H)?(\\d+M)?(\\d+(\\.\\d{1,6})?S)?)?|[^/]+/[^/]+|' +
  `\\d{4}(-(W\\d{2}|Q[1-4]|\\d{2}(-\\d{2})?))?|${RELATIVE_PERIOD_NAMES.join('|')})$`;

/** A window as text. */
export const windowText = z.string().meta({ pattern: WINDOW_PATTERN, examples: ['P7D', '2024-03', 'last_month'] });

/** Says what is wrong with the text of a window; null if nothing is. */
export function windowTextProblem(text: string): string | null {
  const parsed = parseWindow(text);
  return isProblem(parsed) ? `${JSON.stringify(text)} ${parsed.problem}` : null;
}
