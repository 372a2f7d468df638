import type { RowDifference, WindowDifference } from '../../../api/types.gen.js';
import { formatDuration } from '../../../parts/format/duration.js';

/** The figures of a window that are compared. */
export const FIGURES = [
  { title: 'Down', key: 'downtimeSeconds' },
  { title: 'Up', key: 'uptimeSeconds' },
  { title: 'Not observed', key: 'unobservedSeconds' },
  { title: 'Excused', key: 'excusedSeconds' },
  { title: 'Open', key: 'openSeconds' },
] as const satisfies { title: string; key: keyof WindowDifference }[];

/** Says what differs between two reports for a store, where a window is shown. */
export function describeChange({ change, windows }: RowDifference, window: string): string {
  if (change === 'added') return 'only in this report';
  if (change === 'removed') return 'only in the other report';
  if (windows === null) return 'could not be computed for one of them';
  const differs = FIGURES.some(({ key }) => windows[window]![key] !== 0);
  return differs ? 'other numbers' : 'other numbers, in another window';
}

/** Formats a difference in seconds with its sign. */
export function formatDifference(seconds: number): string {
  if (seconds === 0) return 'the same';
  return `${seconds > 0 ? '+' : '−'} ${formatDuration(Math.abs(seconds))}`;
}

/** Says that the rules of the time zones may be the reason, where two reports read other releases of them. */
export function describeReleases(release: string | null, against: string | null): string | null {
  if (release === against) return null;
  const name = (known: string | null) => known ?? 'a release that was not recorded';
  return (
    `This report reads the time zones of ${name(release)}, the other one those of ${name(against)}. ` +
    'Numbers may differ for that reason.'
  );
}
