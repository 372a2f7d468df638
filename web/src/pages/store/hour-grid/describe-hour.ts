import type { UptimeOfHourOfWeek } from '../../../api/types.gen.js';
import { formatDuration } from '../../../parts/format/duration.js';

type Figures = Pick<UptimeOfHourOfWeek, 'openSeconds' | 'downtimeSeconds' | 'unobservedSeconds' | 'excusedSeconds'>;

/** An hour of the week as it is drawn and said. */
export interface DescribedHour {
  readonly kind: 'closed' | 'unobserved' | 'excused' | 'never down' | 'down';
  /** The down share of the observed open time, 0 to 1. */
  readonly share: number;
  readonly words: string;
}

/** Describes an hour of the week. Time that no poll saw, or that is excused, makes it neither better nor worse. */
export function describeHour({
  openSeconds,
  downtimeSeconds,
  unobservedSeconds,
  excusedSeconds,
}: Figures): DescribedHour {
  if (openSeconds === 0) return { kind: 'closed', share: 0, words: 'closed' };
  const observed = openSeconds - unobservedSeconds - excusedSeconds;
  const excused = excusedSeconds === 0 ? '' : `${formatDuration(excusedSeconds)} excused, `;
  const open = `${excused}${formatDuration(openSeconds)} open`;
  if (unobservedSeconds === 0 && observed <= 0) return { kind: 'excused', share: 0, words: open };
  if (observed <= 0) return { kind: 'unobserved', share: 0, words: `not observed, ${open}` };
  const down = downtimeSeconds === 0 ? 'never down' : `${formatDuration(downtimeSeconds)} down`;
  const unobserved = unobservedSeconds === 0 ? '' : `, ${formatDuration(unobservedSeconds)} not observed`;
  return {
    kind: downtimeSeconds === 0 ? 'never down' : 'down',
    share: downtimeSeconds / observed,
    words: `${down}${unobserved}, ${open}`,
  };
}
