const SECONDS_END = 'YYYY-MM-DDTHH:MM:SS'.length;

/** Returns an instant of the API some whole seconds earlier. Its microseconds, which a `Date` would lose, stay. */
export function earlier(instant: string, seconds: number): string {
  const whole = Date.parse(`${instant.slice(0, SECONDS_END)}Z`) - seconds * 1_000;
  return new Date(whole).toISOString().slice(0, SECONDS_END) + instant.slice(SECONDS_END);
}
