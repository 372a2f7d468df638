const ELAPSED: Readonly<Record<string, string>> = {
  last_hour: 'Last hour',
  last_day: 'Last day',
  last_week: 'Last week',
};

/** The periods of the calendar that are relative to the as-of instant. */
export const RELATIVE_PERIODS: Readonly<Record<string, string>> = {
  today: 'Today',
  yesterday: 'Yesterday',
  this_week: 'This week, from Monday',
  last_week_mon_sun: 'Last week, Monday to Sunday',
  this_month: 'This month',
  last_month: 'Last month',
};

/** A date, a week, a month, a quarter or a year. */
const PERIOD = /^\d{4}(-(W\d{2}|Q\d|\d{2}(-\d{2})?))?$/;

/** The name of a window for people; one that was asked for by duration, instants or dates is named as it was written. */
export function windowName(name: string): string {
  return ELAPSED[name] ?? RELATIVE_PERIODS[name] ?? name;
}

/** Whether each store has the window on its own clock. Rule 24. */
export function isOfCalendar(name: string): boolean {
  return name in RELATIVE_PERIODS || PERIOD.test(name);
}
