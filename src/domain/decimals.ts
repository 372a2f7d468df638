import { HOUR, MINUTE, type Microseconds } from './time/instant.js';

/** Formats minutes with two decimals, rounded half up: `45.00`. */
export function formatMinutes(duration: Microseconds): string {
  return formatHundredths(duration, MINUTE / 100);
}

/** Formats hours with two decimals, rounded half up: `168.00`. */
export function formatHours(duration: Microseconds): string {
  return formatHundredths(duration, HOUR / 100);
}

function formatHundredths(duration: Microseconds, hundredth: Microseconds): string {
  const rest = duration % hundredth;
  const hundredths = (duration - rest) / hundredth + (2 * rest >= hundredth ? 1 : 0);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}
