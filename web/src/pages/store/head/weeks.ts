import type { StoreDays } from '../../../api/types.gen.js';
import { addDays } from '../../../parts/format/date.js';

type Range = Pick<StoreDays, 'firstDate' | 'lastDate' | 'asOf' | 'timeZone'>;

interface Dates {
  readonly first: string;
  readonly last: string;
}

export function weekBefore({ firstDate }: Pick<Range, 'firstDate'>): Dates {
  return { first: addDays(firstDate, -7), last: addDays(firstDate, -1) };
}

/** Returns the seven days after a range, without those that have not begun as of the as-of instant; null if none has. */
export function weekAfter({ lastDate, asOf, timeZone }: Omit<Range, 'firstDate'>): Dates | null {
  const newest = localDate(asOf, timeZone);
  if (newest === null || newest <= lastDate) return null;
  const last = addDays(lastDate, 7);
  return { first: addDays(lastDate, 1), last: last < newest ? last : newest };
}

/** Returns the month before that of the as-of instant; null if the date there is not known. */
export function lastMonth({ asOf, timeZone }: Pick<Range, 'asOf' | 'timeZone'>): Dates | null {
  const date = localDate(asOf, timeZone);
  if (date === null) return null;
  const last = addDays(`${date.slice(0, 7)}-01`, -1);
  return { first: `${last.slice(0, 7)}-01`, last };
}

/** Returns the date of an instant on the clock of a zone; null if this browser does not know the zone yet. */
function localDate(instant: string, timeZone: string): string | null {
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(instant));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}
