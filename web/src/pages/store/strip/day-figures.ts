import { formatDuration } from '../../../parts/format/duration.js';
import { formatPercent } from '../../../parts/format/percent.js';
import type { UptimeOfDay } from '../../../api/types.gen.js';

type Figures = Pick<
  UptimeOfDay,
  'openSeconds' | 'downtimeSeconds' | 'unobservedSeconds' | 'excusedSeconds' | 'uptimePercent'
>;

/** The number of a day, and what is behind it: a day that no poll saw was not "never down". */
export function describeDay({ openSeconds, uptimePercent, ...times }: Figures): {
  figure: string;
  notes: string[];
} {
  if (openSeconds === 0) return { figure: 'closed', notes: [] };
  const { downtimeSeconds, unobservedSeconds, excusedSeconds } = times;
  const excused = excusedSeconds > 0 ? [`${formatDuration(excusedSeconds)} excused`] : [];
  if (uptimePercent === null) {
    const figure = unobservedSeconds === 0 ? 'excused' : 'not observed';
    return { figure, notes: [`${formatDuration(openSeconds)} open`, ...(unobservedSeconds === 0 ? [] : excused)] };
  }
  const notes = [
    ...(downtimeSeconds > 0 ? [`${formatDuration(downtimeSeconds)} down`] : []),
    ...(unobservedSeconds > 0 ? [`${formatDuration(unobservedSeconds)} not observed`] : []),
    ...excused,
  ];
  return { figure: formatPercent(uptimePercent), notes: notes.length === 0 ? ['never down'] : notes };
}
