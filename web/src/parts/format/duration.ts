const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/**
 * Formats seconds by their two largest units, rounded down: `2 d 3 h`, `4 h 5 min`, `12 s`. Less than a second that is not
 * nothing is `under 1 s`.
 */
export function formatDuration(seconds: number): string {
  if (seconds === 0) return '0 s';
  if (seconds < 1) return 'under 1 s';
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  const [unit, size] = UNITS[first]!;
  const whole = Math.floor(seconds / size);
  const next = UNITS[first + 1];
  const rest = next === undefined ? 0 : Math.floor((seconds - whole * size) / next[1]);
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${next![0]}`;
}

/** Formats seconds as hours with one decimal, which sum up better to the eye: `1,234.5 h`. Below an hour as minutes. */
export function formatHours(seconds: number): string {
  if (seconds < 3_600) return formatDuration(seconds);
  return `${(Math.floor(seconds / 360) / 10).toLocaleString('en', { minimumFractionDigits: 1 })} h`;
}
