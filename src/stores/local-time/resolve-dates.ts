import { formatInstant, type Instant } from '../../domain/time/instant.js';
import { formatLocalDate } from '../../domain/time/local-date.js';
import { localDateAt, localMidnight } from '../../domain/time-zones/local-days.js';
import { Problem } from '../../http/problems/problem.js';
import type { DateRange } from './local-time.dto.js';

const MAX_DAYS = 366;
const DEFAULT_DAYS = 7;

/**
 * Resolves the dates of a request on a local clock: by default the seven days up to the as-of instant.
 * @throws {Problem} if these dates are in the wrong order, too many, or have not begun at the as-of instant
 */
export function resolveDates(requested: Partial<DateRange>, timeZone: string, asOf: Instant): DateRange {
  // At midnight, nothing of the new day has passed.
  const newest = localDateAt(timeZone, asOf - 1);
  const lastDate = requested.lastDate ?? newest;
  const firstDate = requested.firstDate ?? lastDate - DEFAULT_DAYS + 1;
  if (firstDate > lastDate) {
    const last = formatLocalDate(lastDate);
    throw problem('firstDate', `${formatLocalDate(firstDate)} is after lastDate ${last}`, `must not be after ${last}`);
  }
  if (localMidnight(timeZone, lastDate) >= asOf) {
    const last = formatLocalDate(newest);
    const detail = `${formatLocalDate(lastDate)} has not begun in ${timeZone} as of ${formatInstant(asOf)}`;
    throw problem('lastDate', detail, `must not be after ${last}`);
  }
  if (lastDate - firstDate >= MAX_DAYS) {
    const earliest = formatLocalDate(lastDate - MAX_DAYS + 1);
    throw problem(
      'firstDate',
      `${formatLocalDate(firstDate)} is more than ${MAX_DAYS} days back: ask for them in parts`,
      `must not be before ${earliest}`,
    );
  }
  if (localMidnight(timeZone, firstDate) === localMidnight(timeZone, lastDate + 1)) {
    throw problem('lastDate', `${formatLocalDate(lastDate)} does not occur in ${timeZone}`, 'is on no clock there');
  }
  return { firstDate, lastDate };
}

function problem(path: 'firstDate' | 'lastDate', detail: string, message: string): Problem {
  return new Problem(422, `${path} ${detail}.`, [{ path, message }]);
}
