const NAMES: Readonly<Record<string, string>> = {
  last_hour: 'Last hour',
  last_day: 'Last day',
  last_week: 'Last week',
};

/** The name of a window for people; one that was asked for by duration or instants is named as it was written. */
export function windowName(name: string): string {
  return NAMES[name] ?? name;
}
