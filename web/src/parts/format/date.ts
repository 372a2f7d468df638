const FORMAT = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** Formats a local date such as 2025-03-12: `Wed, 12 Mar 2025`. */
export function formatDate(date: string): string {
  return FORMAT.format(new Date(`${date}T00:00:00Z`));
}

const DAY_MS = 86_400_000;

/** Returns a date some days later, or earlier if they are negative. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
