import { HOUR, MINUTE, type Microseconds } from './instant.js';

/** Minutes with two decimals, half up: `45.00`. */
export function formatMinutes(duration: Microseconds): string {
  return formatHundredths(duration, MINUTE / 100);
}

/** Hours with two decimals, half up: `168.00`. */
export function formatHours(duration: Microseconds): string {
  return formatHundredths(duration, HOUR / 100);
}

function formatHundredths(duration: Microseconds, hundredth: Microseconds): string {
  const rest = duration % hundredth;
  const hundredths = (duration - rest) / hundredth + (2 * rest >= hundredth ? 1 : 0);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}
