const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** What the calendar shows, as its address says it. */
export interface CalendarSearch {
  /** A date of the first week; this week by default. */
  readonly from?: string | undefined;
}

/** Reads the address. What it can't mean is left out. */
export function parseCalendarSearch({ from }: Record<string, unknown>): CalendarSearch {
  const isDate = typeof from === 'string' && DATE.test(from) && !Number.isNaN(Date.parse(`${from}T00:00:00Z`));
  return isDate ? { from } : {};
}
