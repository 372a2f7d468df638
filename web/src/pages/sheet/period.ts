import { windowName } from '../../parts/format/window-name.js';

/** A day later than the earliest beginning of a month in any time zone, it has begun in each. */
const DAY_MS = 86_400_000;

const MONTH = /^(\d{4}-\d{2}|this_month|last_month)$/;

/** The period of a window for the head of a sheet: a month by its name, another one as it is called. `from` is its earliest beginning. */
export function periodName({ name, from }: { readonly name: string; readonly from: string }): string {
  if (!MONTH.test(name)) return windowName(name);
  const inMonth = new Date(Date.parse(from) + DAY_MS);
  return inMonth.toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}
