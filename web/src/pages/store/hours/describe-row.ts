import type { HoursRow } from '../../../api/types.gen.js';

/** A row of business hours for people: `09:00-17:00`, with its dates if it has some. */
export function describeRow({ open, close, closed, validFrom, validThrough }: HoursRow): string {
  const times = closed === true ? 'closed' : `${shorten(open!)}-${shorten(close!)}`;
  const from = validFrom === undefined ? '' : ` from ${validFrom}`;
  const through = validThrough === undefined ? '' : ` through ${validThrough}`;
  return times + from + through;
}

/** Leaves seconds out that say nothing. */
function shorten(time: string): string {
  return time.replace(/^(\d\d:\d\d):00$/, '$1');
}
