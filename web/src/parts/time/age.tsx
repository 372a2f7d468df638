import { formatDuration } from '../format/duration.js';
import { useClock } from './use-clock.js';

const UPDATE_INTERVAL_MS = 15_000;

/** How long ago an instant was, by the clock of this machine. */
export function Age({ of }: { of: string }) {
  const seconds = useAge(of);
  return <span className="nowrap">{seconds < 1 ? 'just now' : `${formatDuration(seconds)} ago`}</span>;
}

/** The age of an instant in seconds; not below 0, since clocks differ. */
export function useAge(of: string): number {
  const now = useClock(UPDATE_INTERVAL_MS);
  return Math.max(0, Math.floor((now - Date.parse(of)) / 1_000));
}
