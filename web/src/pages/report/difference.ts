import { formatDuration } from '../../parts/format/duration.js';

/** Formats a difference in seconds with its sign. */
export function formatDifference(seconds: number): string {
  if (seconds === 0) return 'the same';
  return `${seconds > 0 ? '+' : '−'} ${formatDuration(Math.abs(seconds))}`;
}
