import type { UptimeOfDay } from '../../../api/types.gen.js';

const HOUR_MS = 3_600_000;
const MARKED_HOURS = [6, 12, 18];

/** Where 6, 12 and 18 o'clock are in a day, as shares of it: right also where the clock changes before them. */
export function hourMarks(
  { from, to }: Pick<UptimeOfDay, 'from' | 'to'>,
  zone: string,
): { share: number; hour: number }[] {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const format = formatOf(zone);
  const marks: { share: number; hour: number }[] = [];
  for (let instant = start + HOUR_MS; instant < end; instant += HOUR_MS) {
    const hour = Number(format.format(instant));
    if (MARKED_HOURS.includes(hour)) marks.push({ share: (instant - start) / (end - start), hour });
  }
  return marks;
}

/** A zone that this browser does not know yet has no marks that could be wrong. */
function formatOf(timeZone: string): { format: (instant: number) => string } {
  try {
    return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { format: () => '' };
  }
}
